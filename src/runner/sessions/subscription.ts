import type { OutputData } from '../../protocol/output.ts';
import { MAX_OUTPUT_CHUNK_BYTES } from '../../protocol/limits.ts';
import { isActive } from '../domain/processLifecycle.ts';
import { encodeContent } from '../output/encodeContent.ts';
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

  /** The next piece to be sent, or undefined when there is none or no credit for it. Taking it moves the cursor. */
  take(): OutputData | undefined {
    const credit = this.windowBytes - (this.cursor - this.ackedCursor);
    if (credit <= 0) return undefined;
    const piece = this.process.output.read(this.cursor, Math.min(credit, MAX_OUTPUT_CHUNK_BYTES));
    if (piece === undefined) return undefined;
    // Whatever completes a cut character may still come, except after the end or from behind the other stream.
    const mayGrow = piece.isLast
      ? isActive(this.process.state)
      : this.followsInSameStream(piece.cursor, piece.stream);
    const { content, encoding, usedBytes } = encodeContent(piece.bytes, !mayGrow);
    if (usedBytes === 0) return undefined;
    const cursor = piece.cursor - piece.bytes.length + usedBytes;
    this.cursor = cursor;
    // Bytes that are not kept any more use no credit: they are not on their way.
    this.ackedCursor += piece.skippedBytes;
    const skipped = piece.skippedBytes > 0 ? { skippedBytes: piece.skippedBytes } : {};
    return { stream: piece.stream, content, encoding, cursor, ...skipped };
  }

  private followsInSameStream(cursor: number, stream: OutputData['stream']): boolean {
    return this.process.output.read(cursor, 1)?.stream === stream;
  }
}
