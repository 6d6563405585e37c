import { NeedleFinder } from './needleFinder.ts';
import type { SearchQuery } from './searchQuery.ts';

/** Goes through the lines of a block that may match. It may find lines that do not, but misses none that does. */
export interface CandidateFinder {
  /** A place within the next such line, looking from the beginning of the line at `from` on; -1 when there is none. */
  next(from: number): number;
}

const ESCAPE = 0x1b;
const LINE_FEED = 0x0a;

/** Chooses the quickest way to look through a block. Its calls must go forward. */
export function createCandidateFinder(query: SearchQuery, bytes: Buffer): CandidateFinder {
  const { needle, block } = query;
  const hasEscapes = bytes.includes(ESCAPE);
  if (needle !== undefined && (block === undefined || isRare(needle, bytes)))
    return new NeedleFinder(bytes, needle, hasEscapes);
  if (block === undefined) return { next: (from) => (from < bytes.length ? from : -1) };
  return new TextFinder(bytes, bytes.toString(), hasEscapes ? block.escaped : block.plain);
}

/** How much of a block tells whether a needle is rare, and how often it may be found there. */
const PROBE_BYTES = 64 * 1024;
const MAX_RARE = 16;

/** Whether so few lines have the needle that looking at each of them costs less than decoding the block. */
function isRare(needle: Buffer, bytes: Buffer): boolean {
  const probe = bytes.subarray(0, PROBE_BYTES);
  let count = 0;
  for (let at = probe.indexOf(needle); at >= 0; at = probe.indexOf(needle, at + 1)) {
    if (++count > MAX_RARE) return false;
  }
  return true;
}

/** Finds by a regular expression over the decoded block, and knows which byte a place in the text is. */
class TextFinder implements CandidateFinder {
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
