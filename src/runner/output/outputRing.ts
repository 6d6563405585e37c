import type { OutputStream } from '../../protocol/output.ts';

/** A piece of one stream that a reader gets. The bytes are a view into the ring: valid until the next append. */
export interface OutputPiece {
  stream: OutputStream;
  bytes: Uint8Array;
  /** Bytes that were asked for but are no longer kept. */
  skippedBytes: number;
  /** The place just past the piece. */
  cursor: number;
  /** Whether nothing follows it for now. */
  isLast: boolean;
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
export class OutputRing {
  private block: Buffer;
  private readonly capacity: number;
  private spans: Span[] = [];
  private end = 0;
  private begin = 0;

  constructor(capacityBytes: number, initialBytes = 4096) {
    this.capacity = capacityBytes;
    this.block = Buffer.alloc(Math.min(initialBytes, capacityBytes));
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
      isLast: start + length === this.end,
    };
  }

  /** Copies the bytes from a place on, streams mixed, at most `maxBytes`. */
  readMixed(from: number, maxBytes: number): { bytes: Buffer; cursor: number; skippedBytes: number } {
    const start = Math.min(Math.max(from, this.begin), this.end);
    const bytes = Buffer.alloc(Math.min(maxBytes, this.end - start));
    this.copyOut(start, bytes);
    return { bytes, cursor: start + bytes.length, skippedBytes: Math.max(0, start - from) };
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
    const grown = Buffer.alloc(size);
    const kept = Buffer.alloc(this.end - this.begin);
    this.copyOut(this.begin, kept);
    this.block = grown;
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
