import type { Clock } from '../../base/clock.ts';
import { withTimeLimit } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import type { OutputStream } from '../../protocol/output.ts';
import { readLog } from './logReader.ts';
import type { LogStore } from './logStore.ts';
import { OutputRing, type OutputPiece } from './outputRing.ts';
import type { RingBudget } from './ringBudget.ts';
import type { SegmentWriter } from './segmentWriter.ts';

/** Most of one process's output that is kept in memory; whatever is older is read from its log. */
const RING_CAPACITY_BYTES = 1024 * 1024;

/** How long the end of a run waits for its last bytes to be on disk. A disk that hangs must not keep a process from ending. */
const FLUSH_LIMIT_MS = 2_000;

/** What the outputs of all processes share. */
export interface OutputWorld {
  clock: Clock;
  logger: Logger;
  budget: RingBudget;
  logs: LogStore;
}

/** Slows the source of an output down while the disk cannot keep up. */
export interface OutputSource {
  pauseOutput(): void;
  resumeOutput(): void;
}

/**
 * Everything a process has printed, over all its runs: the newest in memory, all of it on disk as far as the caps allow,
 * both under the same cursors. Whoever reads it costs the process nothing.
 */
export class OutputLog implements Disposable {
  private readonly world: OutputWorld;
  private readonly processId: string;
  private readonly source: OutputSource;
  private readonly ring: OutputRing;
  private writer: SegmentWriter | undefined;
  private isPaused = false;

  constructor(world: OutputWorld, processId: string, source: OutputSource) {
    this.world = world;
    this.processId = processId;
    this.source = source;
    this.ring = new OutputRing(RING_CAPACITY_BYTES, world.budget);
  }

  /** The oldest byte that can still be read, from memory or disk. */
  get startCursor(): number {
    const { writer, ring } = this;
    // Before its first file has been made, all of a log is on its way there.
    const logStart = this.world.logs.list(this.processId)[0]?.startCursor ?? writer?.unwrittenCursor;
    return Math.min(ring.startCursor, logStart ?? Infinity);
  }

  /** The place just past the newest byte. */
  get endCursor(): number {
    return this.ring.endCursor;
  }

  /** A new run begins: its output goes to a log of its own. */
  beginRun(run: number): void {
    this.writer = this.world.logs.openRun(this.processId, run, this.ring.endCursor);
  }

  /** Takes output over: nobody may look at the bytes again. Pauses the source while too much waits for the disk. */
  append(stream: OutputStream, bytes: Uint8Array): void {
    this.ring.append(stream, bytes);
    const { writer } = this;
    if (writer === undefined) return;
    writer.append(stream, bytes);
    if (writer.isFull && !this.isPaused) this.pause(writer);
  }

  /** The run is over: resolves when its log is complete. */
  async endRun(): Promise<void> {
    const { writer } = this;
    if (writer === undefined) return;
    const { clock, logger } = this.world;
    const closed = await withTimeLimit(clock, FLUSH_LIMIT_MS, writer.close());
    // Not before: a reader finds through it what is neither in memory any more nor on disk yet.
    if (this.writer === writer) this.writer = undefined;
    if (closed.kind === 'timedOut')
      logger.warn(`The log of process ${this.processId} is slow to be written.`);
  }

  /**
   * The next piece of one stream at `from`; undefined when there is none yet. At once when it is in memory, else as a
   * promise. Bytes given at once are valid until the next append.
   */
  read(from: number, maxBytes: number): OutputPiece | undefined | Promise<OutputPiece | undefined> {
    const piece = this.readMemory(from, maxBytes);
    return piece === 'onDisk' ? this.readFromLog(from, maxBytes) : piece;
  }

  /** The same as far as it is in memory. */
  readMemory(from: number, maxBytes: number): OutputPiece | 'onDisk' | undefined {
    return from < this.ring.startCursor ? 'onDisk' : this.ring.read(from, maxBytes);
  }

  dispose(): void {
    this.ring.dispose();
    this.world.logs.remove(this.processId);
  }

  private async readFromLog(from: number, maxBytes: number): Promise<OutputPiece | undefined> {
    // Too new for the disk and too old for the ring: on its way between the two.
    await this.writer?.whenWritten(from);
    const piece = await readLog(this.world.logs.list(this.processId), from, maxBytes);
    // Where neither has the byte, whichever goes on earlier.
    if (piece !== undefined && piece.cursor - piece.bytes.length < this.ring.startCursor) return piece;
    return this.ring.read(from, maxBytes);
  }

  private pause(writer: SegmentWriter): void {
    this.isPaused = true;
    this.source.pauseOutput();
    const subscription = writer.onDidDrain(() => {
      subscription.dispose();
      this.isPaused = false;
      this.source.resumeOutput();
    });
  }

  /** Resolves when everything up to now is in the files, for a reader of those. A disk that hangs is not waited for. */
  async flush(): Promise<void> {
    if (this.writer !== undefined) await withTimeLimit(this.world.clock, FLUSH_LIMIT_MS, this.writer.flush());
  }
}
