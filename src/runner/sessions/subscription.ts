import type { Disposable } from '../../base/disposable.ts';
import { MAX_OUTPUT_CHUNK_BYTES } from '../../protocol/limits.ts';
import type { OutputData } from '../../protocol/output.ts';
import { isActive } from '../domain/processLifecycle.ts';
import { encodeContent, type EncodedContent } from '../output/encodeContent.ts';
import type { OutputPiece } from '../output/outputRing.ts';
import type { ManagedProcess } from '../scheduling/managedProcess.ts';
import { ReadAhead } from './readAhead.ts';

/** After a key was pressed, output counts for this long as the answer to it. */
const INTERACTIVE_MS = 500;

/** So much is read from the disk at once, as far as there is credit for it: a read has its price, however little it brings. */
const READ_AHEAD_BYTES = 256 * 1024;

/** A process waits for a client that wants to miss nothing while it is this far behind, until it is half as far. */
const FAR_BEHIND_BYTES = 1024 * 1024;

export interface SubscriptionOptions {
  /** The cursor to begin at. */
  from: number;
  windowBytes: number;
  /** Whether the process waits for this client, or the client misses what is not kept any more. */
  whenSlow: 'skip' | 'pause';
}

/** How much may be taken, beside what the credit allows. */
export interface TakeLimit {
  /** Nothing past this cursor. */
  upTo?: number;
  /** At most this much at once. */
  maxBytes?: number;
  /** At most this much on its way, however large the window is. */
  maxInFlightBytes?: number;
}

/** What taking gives: a piece, or nothing now, or that `load` has to fetch it from the disk first. */
export type Taken = OutputData | 'onDisk' | undefined;

/**
 * What one client hears of one process: a cursor into its output, and a credit of bytes that may be on their way. It
 * holds no output of its own, but what it has just read from the log for want of it in the ring and has credit for; so a
 * slow client costs nothing.
 */
export class Subscription implements Disposable {
  readonly process: ManagedProcess;
  private readonly windowBytes: number;
  private readonly mayHold: boolean;
  private cursor: number;
  private ackedCursor: number;
  private interactiveUntil = -Infinity;
  private readonly ahead = new ReadAhead();

  constructor(process: ManagedProcess, { from, windowBytes, whenSlow }: SubscriptionOptions) {
    this.process = process;
    this.windowBytes = windowBytes;
    this.mayHold = whenSlow === 'pause';
    this.cursor = from;
    this.ackedCursor = from;
  }

  /** Frees credit. A cursor that was never sent, or goes back, changes nothing it should not. */
  acknowledge(cursor: number): void {
    this.ackedCursor = Math.min(Math.max(this.ackedCursor, cursor), this.cursor);
    if (this.behindBytes <= FAR_BEHIND_BYTES / 2) this.process.releaseOutput(this);
  }

  /** There is new output: makes the process wait if this client wants that and is too far behind. */
  noteOutput(): void {
    if (this.mayHold && this.behindBytes > FAR_BEHIND_BYTES) this.process.holdOutput(this);
  }

  /** Whoever has gone holds nobody up. */
  dispose(): void {
    this.process.releaseOutput(this);
  }

  /** The client has typed something into the process. */
  noteInput(nowMs: number): void {
    this.interactiveUntil = nowMs + INTERACTIVE_MS;
  }

  /** Until then a person is waiting for what it prints. */
  get interactiveUntilMs(): number {
    return this.interactiveUntil;
  }

  isInteractive(nowMs: number): boolean {
    return nowMs < this.interactiveUntil;
  }

  /** How much could be sent now. */
  get readyBytes(): number {
    return Math.max(
      0,
      Math.min(this.creditBytes(this.windowBytes), this.process.output.endCursor - this.cursor),
    );
  }

  /** The next piece to be sent. Taking it moves the cursor. */
  take(limit: TakeLimit = {}): Taken {
    const { upTo = Infinity, maxBytes = MAX_OUTPUT_CHUNK_BYTES, maxInFlightBytes = this.windowBytes } = limit;
    const credit = this.creditBytes(Math.min(this.windowBytes, maxInFlightBytes));
    const wanted = Math.min(credit, maxBytes, upTo - this.cursor);
    if (wanted <= 0) return undefined;
    const { cursor, ahead, process } = this;
    const piece = ahead.read(cursor, wanted) ?? process.output.readMemory(cursor, wanted);
    return piece === 'onDisk' ? piece : this.encode(piece, wanted);
  }

  /** Fetches from the disk what `take` gives next. */
  async load(): Promise<void> {
    const bytes = Math.min(READ_AHEAD_BYTES, this.creditBytes(this.windowBytes));
    const piece = await this.process.output.read(this.cursor, bytes);
    // A copy: should it come from the ring after all, it is only valid until the next append.
    this.ahead.fill(piece && { ...piece, bytes: Buffer.from(piece.bytes) }, bytes);
  }

  private get behindBytes(): number {
    return this.process.output.endCursor - this.ackedCursor;
  }

  private creditBytes(windowBytes: number): number {
    return windowBytes - (this.cursor - this.ackedCursor);
  }

  private encode(piece: OutputPiece | undefined, wanted: number): OutputData | undefined {
    if (piece === undefined) return undefined;
    const { content, encoding, usedBytes } = this.encodeWhole(piece, wanted);
    if (usedBytes === 0) return undefined;
    const cursor = piece.cursor - piece.bytes.length + usedBytes;
    this.cursor = cursor;
    // Bytes that are not kept any more use no credit: they are not on their way.
    this.ackedCursor += piece.skippedBytes;
    const { endCursor } = this.process.output;
    const skipped = piece.skippedBytes > 0 ? { skippedBytes: piece.skippedBytes } : {};
    const more = endCursor > cursor ? { endCursor } : {};
    return { stream: piece.stream, content, encoding, cursor, ...skipped, ...more };
  }

  /**
   * A piece that is nothing but a cut character waits for the rest of it: for more credit, or for the process to print
   * it. If neither is what cut it, waiting would be for ever.
   */
  private encodeWhole(piece: OutputPiece, wanted: number): EncodedContent {
    const encoded = encodeContent(piece.bytes, !this.mayGrow(piece));
    const isCutForGood = piece.bytes.length < wanted && piece.cursor < this.process.output.endCursor;
    return encoded.usedBytes === 0 && isCutForGood ? encodeContent(piece.bytes, true) : encoded;
  }

  /** Whether a character cut at the end of the piece may be completed: not after the end, nor by the other stream. */
  private mayGrow(piece: OutputPiece): boolean {
    if (piece.spanEndsHere) return false;
    return piece.cursor < this.process.output.endCursor || isActive(this.process.state);
  }
}
