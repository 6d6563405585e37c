import type { OutputChunk } from '../../client/outputChunk.ts';
import { OutputTextDecoder } from '../../client/outputTextDecoder.ts';
import { skippedLine } from './terminalLines.ts';

/** Something to show: output of the process, or a line of our own in between. */
export interface TranscriptItem {
  kind: 'output' | 'line';
  text: string;
}

interface Mark {
  cursor: number;
  line: string;
}

/**
 * Puts the output of a process and our own lines about it into one order. States travel faster than output, so a line
 * such as the exit line carries the place in the output where it belongs and waits until everything before it was shown.
 */
export class Transcript {
  private readonly onPipes: boolean;
  private decoder = new OutputTextDecoder();
  private marks: readonly Mark[] = [];
  private shown = 0;

  constructor(options: { onPipes: boolean }) {
    this.onPipes = options.onPipes;
  }

  /** The place just past everything handed out so far. */
  get cursor(): number {
    return this.shown;
  }

  /** Takes the next output; returns what is to be shown now, in order. */
  addOutput(chunk: OutputChunk): TranscriptItem[] {
    const start = chunk.cursor - chunk.bytes.length;
    const items: TranscriptItem[] = chunk.skippedBytes > 0 ? [line(skippedLine(chunk.skippedBytes))] : [];
    this.shown = start;
    items.push(...this.takeMarks());
    // A chunk may span two runs; it is cut at the bytes where a line belongs.
    const places = this.marks.map((mark) => mark.cursor).filter((place) => place < chunk.cursor);
    const ends = [...new Set([...places, chunk.cursor])];
    for (const end of ends) {
      const bytes = chunk.bytes.subarray(this.shown - start, end - start);
      const skippedBytes = this.shown === start ? chunk.skippedBytes : 0;
      items.push(this.output(this.decoder.decode({ ...chunk, bytes, cursor: end, skippedBytes })));
      this.shown = end;
      items.push(...this.takeMarks());
    }
    return items;
  }

  /**
   * Goes on from there: the screen shows what is before, so that lines which belong before it are not wanted any more.
   * Returns those that belong there.
   */
  startAt(cursor: number): TranscriptItem[] {
    this.decoder = new OutputTextDecoder();
    this.shown = cursor;
    this.marks = this.marks.filter((mark) => mark.cursor >= cursor);
    return this.takeMarks();
  }

  /** Leaves out everything up to there; returns the line that says so, and those that belong into that part. */
  skipTo(cursor: number): TranscriptItem[] {
    const skipped = line(skippedLine(cursor - this.shown));
    this.decoder = new OutputTextDecoder();
    this.shown = cursor;
    return [skipped, ...this.takeMarks()];
  }

  /** Takes a line that belongs at `cursor`; returns it at once if that place has been reached. */
  addLine(cursor: number, text: string): TranscriptItem[] {
    this.marks = [...this.marks, { cursor, line: text }].sort((a, b) => a.cursor - b.cursor);
    return this.takeMarks();
  }

  private takeMarks(): TranscriptItem[] {
    const due = this.marks.filter((mark) => mark.cursor <= this.shown);
    this.marks = this.marks.filter((mark) => mark.cursor > this.shown);
    return due.map((mark) => line(mark.line));
  }

  private output(text: string): TranscriptItem {
    // A terminal's line discipline makes CR LF of LF; nothing does that for a process on pipes.
    return { kind: 'output', text: this.onPipes ? text.replace(/\r?\n/g, '\r\n') : text };
  }
}

function line(text: string): TranscriptItem {
  return { kind: 'line', text };
}
