import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { freeBytes } from '../../base/freeBytes.ts';
import { Emitter } from '../../base/emitter.ts';
import type { OutputStream } from '../../protocol/output.ts';
import { encodeIndex, newSegment, type IndexEntry, type Segment } from './segmentFiles.ts';

/** No segment is larger, unless it is one single piece. The cap of a log is exceeded by at most one of these. */
export const SEGMENT_BYTES = 8 * 1024 * 1024;

/** Less than this waits a little for more: each write wakes a thread. */
const WRITE_AT_ONCE_BYTES = 1024 * 1024;
const WRITE_DELAY_MS = 500;

/** With this much not yet on disk the source has to pause; and it may go on when it is down to this. */
const HIGH_WATER_BYTES = 4 * 1024 * 1024;
const LOW_WATER_BYTES = 1024 * 1024;

/** The index tells times to this precision, except where the stream changes. */
const INDEX_PERIOD_MS = 100;

/** After a failure output goes unlogged for this long before another try. */
const RETRY_AFTER_MS = 10_000;

/** A system limit on the number of buffers in one write; 1024 on every platform we know. */
const MAX_BUFFERS_PER_WRITE = 1024;

/** More in one write gains nothing. */
const MAX_BYTES_PER_WRITE = 1024 * 1024;

interface Piece {
  stream: OutputStream;
  bytes: Uint8Array;
  atMs: number;
}

interface OpenSegment {
  segment: Segment;
  log: FileHandle;
  index: FileHandle;
}

/** What a writer tells its owner. */
export interface SegmentWriterEvents {
  /** A segment has begun; its size is kept up to date in the object. */
  onSegment: (segment: Segment) => void;
  /** Writing has failed; output is not logged until it works again. Called once for each time that it begins to fail. */
  onFailure: (error: Error) => void;
}

interface SegmentWriterOptions extends SegmentWriterEvents {
  clock: Clock;
  directory: string;
  processId: string;
  run: number;
  /** Where the run's output begins. */
  cursor: number;
}

/**
 * Writes the log of one run, without ever blocking: pieces are kept as they come, and written many at a time by the
 * thread pool. A disk that fails, or is full, loses the log and nothing else.
 */
export class SegmentWriter {
  private readonly options: SegmentWriterOptions;
  private readonly drainEmitter = new Emitter<undefined>();
  private readonly progressEmitter = new Emitter<undefined>();
  private pending: Piece[] = [];
  private pendingBytes = 0;
  private cursor: number;
  private current: OpenSegment | undefined;
  private lastIndexed: IndexEntry | undefined;
  private timer: Disposable | undefined;
  private writing: Promise<void> | undefined;
  private retryAtMs = 0;
  private isFailing = false;

  constructor(options: SegmentWriterOptions) {
    this.options = options;
    this.cursor = options.cursor;
  }

  /** Fires after a write when little is left to be written: the source may go on after `isFull`. */
  readonly onDidDrain = this.drainEmitter.event;

  /** The place of the first byte that is not on disk yet, nor known not to get there. */
  get unwrittenCursor(): number {
    return this.cursor;
  }

  get isFull(): boolean {
    return this.pendingBytes >= HIGH_WATER_BYTES;
  }

  /** Takes the bytes over: once they are written they are gone. */
  append(stream: OutputStream, bytes: Uint8Array): void {
    this.pending.push({ stream, bytes, atMs: this.options.clock.nowMs() });
    this.pendingBytes += bytes.length;
    if (this.pendingBytes >= WRITE_AT_ONCE_BYTES) this.startWriting();
    else
      this.timer ??= this.options.clock.after(WRITE_DELAY_MS, () => {
        this.startWriting();
      });
  }

  /** Resolves when everything that was taken so far is on disk, or known not to get there. */
  async flush(): Promise<void> {
    while (this.pending.length > 0 || this.writing !== undefined) {
      this.startWriting();
      await this.writing;
    }
  }

  /** Resolves when the byte at `cursor` is on disk, or known not to get there. */
  async whenWritten(cursor: number): Promise<void> {
    while (this.cursor <= cursor && this.pendingBytes > 0) {
      const progress = new Promise<void>((resolve) => {
        const subscription = this.progressEmitter.event(() => {
          subscription.dispose();
          resolve();
        });
      });
      this.startWriting();
      await progress;
    }
  }

  /** Flushes, and lets go of the files. */
  async close(): Promise<void> {
    await this.flush();
    await this.closeSegment();
  }

  private startWriting(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
  }

  private async writeAll(): Promise<void> {
    while (this.pending.length > 0) {
      const batch = this.takeBatch();
      const bytes = batch.reduce((sum, piece) => sum + piece.bytes.length, 0);
      await this.writeOrDrop(batch, bytes);
      for (const piece of batch) freeBytes(piece.bytes);
      this.cursor += bytes;
      this.pendingBytes -= bytes;
      this.progressEmitter.fire(undefined);
      if (this.pendingBytes < LOW_WATER_BYTES) this.drainEmitter.fire(undefined);
    }
  }

  private takeBatch(): Piece[] {
    const most = Math.min(this.pending.length, MAX_BUFFERS_PER_WRITE);
    let bytes = 0;
    let count = 0;
    do bytes += this.pending[count++]?.bytes.length ?? 0;
    while (count < most && bytes + (this.pending[count]?.bytes.length ?? 0) <= MAX_BYTES_PER_WRITE);
    return this.pending.splice(0, count);
  }

  private async writeOrDrop(batch: readonly Piece[], bytes: number): Promise<void> {
    if (this.isFailing && this.options.clock.nowMs() < this.retryAtMs) return;
    try {
      await this.write(batch, bytes);
      this.isFailing = false;
    } catch (error) {
      this.retryAtMs = this.options.clock.nowMs() + RETRY_AFTER_MS;
      const wasFailing = this.isFailing;
      this.isFailing = true;
      await this.abandonSegment();
      if (!wasFailing) this.options.onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async write(batch: readonly Piece[], bytes: number): Promise<void> {
    // What does not fit any more begins the next one.
    if ((this.current?.segment.bytes ?? 0) + bytes > SEGMENT_BYTES) await this.closeSegment();
    const open = (this.current ??= await this.openSegment());
    const entries = this.indexOf(batch, open.segment.bytes);
    if (entries.length > 0) await open.index.write(encodeIndex(entries));
    await writeFully(
      open.log,
      batch.map((piece) => piece.bytes),
      bytes,
    );
    open.segment.bytes += bytes;
    open.segment.writtenAtMs = this.options.clock.nowMs();
    if (open.segment.bytes >= SEGMENT_BYTES) await this.closeSegment();
  }

  private indexOf(batch: readonly Piece[], startOffset: number): IndexEntry[] {
    const entries: IndexEntry[] = [];
    let offset = startOffset;
    for (const { stream, bytes, atMs } of batch) {
      const last = this.lastIndexed;
      if (last?.stream !== stream || atMs - last.atMs >= INDEX_PERIOD_MS) {
        this.lastIndexed = { offset, stream, atMs };
        entries.push(this.lastIndexed);
      }
      offset += bytes.length;
    }
    return entries;
  }

  private async openSegment(): Promise<OpenSegment> {
    const { directory, processId, run } = this.options;
    const segment = newSegment(directory, { processId, run, startCursor: this.cursor });
    await mkdir(path.dirname(segment.path), { recursive: true, mode: 0o700 });
    const log = await open(segment.path, 'w', 0o600);
    const index = await open(segment.indexPath, 'w', 0o600).catch(async (error: unknown) => {
      await log.close();
      throw error;
    });
    this.lastIndexed = undefined;
    this.options.onSegment(segment);
    return { segment, log, index };
  }

  private async closeSegment(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    if (current === undefined) return;
    current.segment.isComplete = true;
    await current.log.close();
    await current.index.close();
  }

  /** What a failed write has left in the file beyond its known size is not read by anybody. */
  private async abandonSegment(): Promise<void> {
    // The disk has failed already, and has been reported; that closing fails as well adds nothing.
    await this.closeSegment().catch(() => undefined);
  }
}

/** `writev` may take only a part, as at a full disk; the rest is tried again, and then fails with the reason. */
async function writeFully(file: FileHandle, buffers: readonly Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await file.writev([...buffers]);
  if (bytesWritten === bytes) return;
  const rest = Buffer.concat(buffers).subarray(bytesWritten);
  for (let at = 0; at < rest.length;) at += (await file.write(rest, at)).bytesWritten;
}
