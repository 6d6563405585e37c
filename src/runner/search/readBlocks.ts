import { closeSync, openSync, readSync } from 'node:fs';
import { errorText } from '../../base/errorText.ts';
import type { LogSegment } from './segmentSource.ts';

/** Whole lines of one run. The last line of a run may lack its line feed. */
export interface Block {
  /** Valid until the next block is asked for. */
  bytes: Buffer;
  /** The cursor of the first byte. */
  cursor: number;
  /** Whether it begins where the block before it has ended. */
  continues: boolean;
}

/** A segment that could not be read, or not to its end. */
export interface SkippedSegment {
  path: string;
  reason: string;
}

/** How a run is read. */
export interface ReadOptions {
  /** Large enough for the longest line: a longer one comes in pieces of this size. */
  buffer: Buffer;
  onSkipped: (segment: SkippedSegment) => void;
}

const LINE_FEED = 0x0a;

/**
 * Reads the segments of one run, in order, as blocks that end where lines end, however the lines lie across segments.
 * Where bytes are missing, what is left of the lines before and after the gap is taken for lines.
 */
export function* readBlocks(
  segments: readonly LogSegment[],
  { buffer, onSkipped }: ReadOptions,
): Generator<Block> {
  const window = new BlockWindow(buffer);
  for (const segment of segments) {
    if (segment.startCursor !== window.endCursor) {
      yield* window.takeRest();
      window.moveTo(segment.startCursor);
    }
    try {
      yield* readSegment(segment, window);
    } catch (error) {
      onSkipped({ path: segment.path, reason: errorText(error) });
    }
  }
  yield* window.takeRest();
}

function* readSegment({ path, bytes }: LogSegment, window: BlockWindow): Generator<Block> {
  const file = openSync(path, 'r');
  try {
    let left = bytes;
    while (left > 0) {
      const count = window.readFrom(file, left);
      if (count === 0) throw new Error(`It ends ${left} bytes too early.`);
      left -= count;
      if (window.isFull) yield* window.takeLines();
    }
  } finally {
    closeSync(file);
  }
}

/** The part of a run that is in the buffer. */
class BlockWindow {
  private readonly buffer: Buffer;
  private cursor = 0;
  private filled = 0;
  private continues = false;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  get endCursor(): number {
    return this.cursor + this.filled;
  }

  get isFull(): boolean {
    return this.filled === this.buffer.length;
  }

  /** Begins anew elsewhere. */
  moveTo(cursor: number): void {
    this.cursor = cursor;
    this.filled = 0;
    this.continues = false;
  }

  readFrom(file: number, maxBytes: number): number {
    const count = readSync(
      file,
      this.buffer,
      this.filled,
      Math.min(maxBytes, this.buffer.length - this.filled),
      null,
    );
    this.filled += count;
    return count;
  }

  /** Gives the whole lines, or a piece of a line that is longer than the buffer, and then drops them. */
  *takeLines(): Generator<Block> {
    yield* this.take(this.buffer.lastIndexOf(LINE_FEED, this.filled - 1) + 1 || this.filled);
  }

  /** Gives and drops everything. */
  *takeRest(): Generator<Block> {
    if (this.filled > 0) yield* this.take(this.filled);
  }

  private *take(length: number): Generator<Block> {
    yield { bytes: this.buffer.subarray(0, length), cursor: this.cursor, continues: this.continues };
    this.buffer.copyWithin(0, length, this.filled);
    this.cursor += length;
    this.filled -= length;
    this.continues = true;
  }
}
