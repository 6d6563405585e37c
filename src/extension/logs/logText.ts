import { formatBytes } from '../format/formatBytes.ts';
import { DisplayedLines } from './displayedLines.ts';
import type { LogPiece } from '../../client/readLog.ts';

/** How much a text may hold, in bytes of memory. */
export interface LogTextLimits {
  /** At more than this its beginning is dropped. */
  readonly maxBytes: number;
  /** As much is left then. Well below, so that the text as a whole changes rarely and mostly only grows. */
  readonly keptBytes: number;
}

/** What an index entry for one line takes in memory. */
const LINE_ENTRY_BYTES = 8;

const LINE_FEED = 0x0a;

/** Some lines, and where in the output they are. */
interface Block {
  readonly startCursor: number;
  readonly text: Buffer;
  /** For each line feed in the text the cursor just past it. */
  readonly lineStarts: readonly number[];
}

/**
 * The end of an output as text to read, under construction: lines as they were displayed, with a sentence wherever
 * something is missing, and the way from a cursor to its line.
 */
export class LogText {
  private readonly limits: LogTextLimits;
  private readonly lines = new DisplayedLines();
  private readonly blocks: Block[] = [];
  private heldBytes = 0;
  /** Bytes before the first block: those that nobody has any more, and those that are only not shown. */
  private lostBytes = 0;
  private leftOutBytes: number;
  private dropsToLineEnd: boolean;
  private nextCursor: number;

  /** Begins with the output at `cursor`, with this many bytes before it that are left out. */
  constructor(limits: LogTextLimits, { cursor, leftOutBytes }: { cursor: number; leftOutBytes: number }) {
    this.limits = limits;
    this.nextCursor = cursor;
    this.leftOutBytes = leftOutBytes;
    // What was cut somewhere begins with what is left of a line.
    this.dropsToLineEnd = leftOutBytes > 0;
  }

  /** Where the output goes on that is not in the text yet. */
  get cursor(): number {
    return this.nextCursor;
  }

  /** Takes the output at `cursor`. */
  push({ bytes, skippedBytes }: LogPiece): void {
    if (skippedBytes > 0) this.skip(skippedBytes);
    const whole = this.dropsToLineEnd ? this.dropLineEnd(bytes) : bytes;
    if (whole.length > 0) this.append(whole);
    while (this.heldBytes > this.limits.maxBytes && this.blocks.length > 1) this.dropToKept();
  }

  /** All of it, as UTF-8. */
  content(): Buffer {
    const parts = this.blocks.map(({ text }) => text);
    return Buffer.concat([Buffer.from(this.beginning()), ...parts, Buffer.from(this.lines.rest())]);
  }

  /** The number of the line, from 0, that holds the byte at this cursor; nothing if that is not in the text. */
  lineAt(cursor: number): number | undefined {
    const first = this.blocks[0]?.startCursor ?? this.pendingCursor;
    if (cursor < first || cursor > this.nextCursor) return undefined;
    let line = this.beginning() === '' ? 0 : 1;
    for (const { startCursor, lineStarts } of this.blocks) {
      if (startCursor > cursor) break;
      line += countUpTo(lineStarts, cursor);
    }
    return line;
  }

  private get pendingCursor(): number {
    return this.nextCursor - this.lines.pendingBytes;
  }

  private beginning(): string {
    const lost = this.lostBytes === 0 ? [] : [`${formatBytes(this.lostBytes)} are not kept any more`];
    const leftOut =
      this.leftOutBytes === 0
        ? []
        : [`${formatBytes(this.leftOutBytes)} are left out here (“Export Log…” saves all that is kept)`];
    const what = [...lost, ...leftOut];
    return what.length === 0 ? '' : `… Older output: ${what.join(', ')} …\n`;
  }

  private skip(skippedBytes: number): void {
    const isBeginning = this.blocks.length === 0 && this.lines.pendingBytes === 0;
    this.nextCursor += skippedBytes;
    if (isBeginning) {
      this.lostBytes += skippedBytes;
      return;
    }
    const rest = this.lines.rest();
    const begun = this.lines.pendingBytes;
    if (begun > 0) this.lines.push(Buffer.from('\n'));
    const notice = `… ${formatBytes(skippedBytes)} are not kept any more …\n`;
    const text = begun > 0 ? `${rest}\n${notice}` : notice;
    const lineStarts = begun > 0 ? [this.nextCursor, this.nextCursor] : [this.nextCursor];
    const startCursor = this.nextCursor - skippedBytes - begun;
    this.add({ startCursor, text: Buffer.from(text), lineStarts });
  }

  private dropLineEnd(bytes: Buffer): Buffer {
    const end = bytes.indexOf(LINE_FEED) + 1;
    this.dropsToLineEnd = false;
    // A line so long is better shown in part than not at all.
    if (end === 0) return bytes;
    this.nextCursor += end;
    this.leftOutBytes += end;
    return bytes.subarray(end);
  }

  private append(bytes: Buffer): void {
    const startCursor = this.pendingCursor;
    const text = Buffer.from(this.lines.push(bytes));
    const lineStarts: number[] = [];
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
      lineStarts.push(this.nextCursor + at + 1);
    }
    this.nextCursor += bytes.length;
    if (this.pendingCursor > startCursor) this.add({ startCursor, text, lineStarts });
  }

  private add(block: Block): void {
    this.blocks.push(block);
    this.heldBytes += sizeOf(block);
  }

  private dropToKept(): void {
    while (this.heldBytes > this.limits.keptBytes && this.blocks.length > 1) {
      const [dropped] = this.blocks.splice(0, 1);
      const next = this.blocks[0];
      if (dropped === undefined || next === undefined) return;
      this.heldBytes -= sizeOf(dropped);
      this.leftOutBytes += next.startCursor - dropped.startCursor;
    }
  }
}

function sizeOf({ text, lineStarts }: Block): number {
  return text.length + lineStarts.length * LINE_ENTRY_BYTES;
}

/** How many of the ascending numbers are not above `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
