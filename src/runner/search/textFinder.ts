import type { CandidateFinder } from './candidateFinder.ts';

const LINE_FEED = 0x0a;

/** Finds by a regular expression over the decoded block, and knows which byte a place in the text is. */
export class TextFinder implements CandidateFinder {
  private readonly bytes: Buffer;
  private readonly text: string;
  private readonly pattern: RegExp;
  /** Whether each character is one byte: it is when they are equally many. */
  private readonly isAligned: boolean;
  /** The beginning of one and the same line, in the bytes and in the text. */
  private lineByte = 0;
  private lineIndex = 0;

  constructor(bytes: Buffer, text: string, pattern: RegExp) {
    this.bytes = bytes;
    this.text = text;
    this.pattern = pattern;
    this.isAligned = bytes.length === text.length;
  }

  next(from: number): number {
    while (!this.isAligned && this.lineByte < from && this.skipLine());
    const { pattern, text } = this;
    pattern.lastIndex = this.isAligned ? from : this.lineIndex;
    const index = pattern.exec(text)?.index ?? -1;
    // An empty match after the last line feed is in no line.
    if (index < 0 || (index === text.length && text.endsWith('\n'))) return -1;
    if (this.isAligned) return index;
    while (this.nextLineIndex() <= index && this.skipLine());
    return this.lineByte;
  }

  /** Goes on to the next line in bytes and text, if there is one. Line feeds are the same in both. */
  private skipLine(): boolean {
    const lineFeed = this.bytes.indexOf(LINE_FEED, this.lineByte);
    if (lineFeed < 0) return false;
    this.lineIndex = this.nextLineIndex();
    this.lineByte = lineFeed + 1;
    return true;
  }

  private nextLineIndex(): number {
    const lineFeed = this.text.indexOf('\n', this.lineIndex);
    return lineFeed < 0 ? this.text.length : lineFeed + 1;
  }
}
