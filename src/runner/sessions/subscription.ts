import type { OutputData } from '../../protocol/output.ts';
import { MAX_OUTPUT_CHUNK_BYTES } from '../../protocol/limits.ts';
import { isActive } from '../domain/processLifecycle.ts';
import { encodeContent } from '../output/encodeContent.ts';
import type { OutputPiece } from '../output/outputRing.ts';
import type { ManagedProcess } from '../scheduling/managedProcess.ts';

/**
 * What one client hears of one process: a cursor into its ring, and a credit of bytes that may be on their way. It holds
 * no output of its own, so a slow client costs nothing but the bytes it misses when the ring has moved past its cursor.
 */
export class Subscription {
  readonly process: ManagedProcess;
  private readonly windowBytes: number;
  private cursor: number;
  private ackedCursor: number;

  constructor(process: ManagedProcess, from: number, windowBytes: number) {
    this.process = process;
    this.windowBytes = windowBytes;
    this.cursor = from;
    this.ackedCursor = from;
  }

  /** Frees credit. A cursor that was never sent, or goes back, changes nothing it should not. */
  acknowledge(cursor: number): void {
    this.ackedCursor = Math.min(Math.max(this.ackedCursor, cursor), this.cursor);
  }

  /**
   * The next piece to be sent, none of it past `upTo`, or undefined when there is none or no credit for it. Taking it
   * moves the cursor. What is in memory comes at once, what has to be read from disk as a promise.
   */
  take(upTo = Infinity): OutputData | undefined | Promise<OutputData | undefined> {
    const credit = this.windowBytes - (this.cursor - this.ackedCursor);
    const maxBytes = Math.min(credit, MAX_OUTPUT_CHUNK_BYTES, upTo - this.cursor);
    if (maxBytes <= 0) return undefined;
    const piece = this.process.output.read(this.cursor, maxBytes);
    return piece instanceof Promise ? piece.then((read) => this.encode(read)) : this.encode(piece);
  }

  private encode(piece: OutputPiece | undefined): OutputData | undefined {
    if (piece === undefined) return undefined;
    const { content, encoding, usedBytes } = encodeContent(piece.bytes, !this.mayGrow(piece));
    if (usedBytes === 0) return undefined;
    const cursor = piece.cursor - piece.bytes.length + usedBytes;
    this.cursor = cursor;
    // Bytes that are not kept any more use no credit: they are not on their way.
    this.ackedCursor += piece.skippedBytes;
    const skipped = piece.skippedBytes > 0 ? { skippedBytes: piece.skippedBytes } : {};
    return { stream: piece.stream, content, encoding, cursor, ...skipped };
  }

  /** Whether a character cut at the end of the piece may be completed: not after the end, nor by the other stream. */
  private mayGrow(piece: OutputPiece): boolean {
    if (piece.spanEndsHere) return false;
    return piece.cursor < this.process.output.endCursor || isActive(this.process.state);
  }
}
