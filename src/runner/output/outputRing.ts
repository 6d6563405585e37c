import type { Disposable } from '../../base/disposable.ts';
import type { OutputStream } from '../../protocol/output.ts';
import type { BudgetedRing, RingBudget } from './ringBudget.ts';

/** What every ring begins with, in bytes: a page, enough for a process that says little. */
const INITIAL_BYTES = 4096;

/** A piece of one stream that a reader gets. The bytes are a view into the ring: valid until the next append. */
export interface OutputPiece {
  stream: OutputStream;
  bytes: Uint8Array;
  /** Bytes that were asked for but are no longer kept. */
  skippedBytes: number;
  /** The place just past the piece. */
  cursor: number;
  /** Whether the other stream goes on behind it. */
  spanEndsHere: boolean;
}

/** Consecutive bytes of one stream. */
interface Span {
  stream: OutputStream;
  end: number;
}

/**
 * The last bytes a process has printed, both streams in order of arrival, read by any number of cursors. A cursor is the
 * count of all bytes ever appended before it, so it needs no bookkeeping here and stays meaningful for ever.
 *
 * One copied circular block: it costs exactly its size, which starts small and doubles only while the output needs it.
 * The runner must stay small, because the time to fork grows with the memory of the process that forks.
 */
export class OutputRing implements BudgetedRing, Disposable {
  private block: Buffer;
  private readonly capacity: number;
  private readonly budget: RingBudget | undefined;
  private spans: Span[] = [];
  private end = 0;
  private begin = 0;

  /** Without a budget only its own capacity bounds it. */
  constructor(capacityBytes: number, budget?: RingBudget) {
    this.capacity = capacityBytes;
    this.budget = budget;
    this.block = Buffer.alloc(Math.min(INITIAL_BYTES, capacityBytes));
    budget?.join(this);
  }

  /** The oldest byte that is still kept. */
  get startCursor(): number {
    return this.begin;
  }

  /** The place just past the newest byte. */
  get endCursor(): number {
    return this.end;
  }

  /** What the ring costs now. */
  get memoryBytes(): number {
    return this.block.length;
  }

  append(stream: OutputStream, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.ensureRoom(bytes.length);
    const size = this.block.length;
    // Of a piece larger than the ring only the tail would be left: do not copy the rest.
    const kept = bytes.length > size ? bytes.subarray(bytes.length - size) : bytes;
    this.copyIn(kept, this.end + bytes.length - kept.length);
    this.end += bytes.length;
    this.begin = Math.max(this.begin, this.end - size);
    this.noteSpan(stream);
  }

  /** The next piece of one stream at `from`, at most `maxBytes`; `undefined` when the cursor is at the end. */
  read(from: number, maxBytes: number): OutputPiece | undefined {
    const start = Math.max(from, this.begin);
    if (start >= this.end) return undefined;
    const span = this.spans[this.spanAt(start)];
    if (span === undefined) throw new Error(`No span at ${String(start)}`);
    const length = Math.min(maxBytes, span.end - start);
    return {
      stream: span.stream,
      bytes: this.view(start, length),
      skippedBytes: start - from,
      cursor: start + length,
      spanEndsHere: start + length === span.end && span.end < this.end,
    };
  }

  /** Keeps no more than the newest `toBytes` and gives the rest of the memory back. */
  shrink(toBytes: number): void {
    if (toBytes >= this.block.length) return;
    this.begin = Math.max(this.begin, this.end - toBytes);
    this.moveTo(Buffer.alloc(toBytes));
  }

  /** Lets go of the memory's share of the budget. */
  dispose(): void {
    this.budget?.leave(this);
  }

  /** The bytes where they lie; copied only where the end of the block cuts them in two. */
  private view(start: number, length: number): Uint8Array {
    const position = start % this.block.length;
    if (position + length <= this.block.length) return this.block.subarray(position, position + length);
    const joined = Buffer.allocUnsafe(length);
    this.copyOut(start, joined);
    return joined;
  }

  private ensureRoom(more: number): void {
    const needed = Math.min(this.capacity, this.end - this.begin + more);
    if (needed <= this.block.length) return;
    let size = this.block.length;
    while (size < needed) size = Math.min(this.capacity, size * 2);
    if (this.budget?.grow(this, size - this.block.length) === false) return;
    this.moveTo(Buffer.alloc(size));
  }

  private moveTo(block: Buffer): void {
    const kept = Buffer.allocUnsafe(this.end - this.begin);
    this.copyOut(this.begin, kept);
    this.block = block;
    this.copyIn(kept, this.begin);
  }

  private copyIn(bytes: Uint8Array, at: number): void {
    const position = at % this.block.length;
    const first = Math.min(bytes.length, this.block.length - position);
    this.block.set(bytes.subarray(0, first), position);
    if (first < bytes.length) this.block.set(bytes.subarray(first), 0);
  }

  private copyOut(from: number, into: Buffer): void {
    const position = from % this.block.length;
    const first = Math.min(into.length, this.block.length - position);
    this.block.copy(into, 0, position, position + first);
    if (first < into.length) this.block.copy(into, first, 0, into.length - first);
  }

  private noteSpan(stream: OutputStream): void {
    const last = this.spans.at(-1);
    if (last?.stream === stream) last.end = this.end;
    else this.spans.push({ stream, end: this.end });
    const firstKept = this.spanAt(this.begin);
    // Dropping in lots keeps the cost of a shift away from every append.
    if (firstKept > 64) this.spans = this.spans.slice(firstKept);
  }

  /** Index of the span that holds the byte at `cursor`. */
  private spanAt(cursor: number): number {
    let low = 0;
    let high = this.spans.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.spans[middle]?.end ?? 0) > cursor) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
