import { rm, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { errorText } from '../../base/errorText.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import { findLeftSegments } from './findLeftSegments.ts';
import { runDirectory, type Segment } from './segmentFiles.ts';
import { SegmentWriter } from './segmentWriter.ts';

/** How much is kept. */
export interface LogLimits {
  /** Of one process, over all its runs. */
  processBytes: number;
  /** Of all processes together. */
  totalBytes: number;
  ageMs: number;
}

export const DEFAULT_LOG_LIMITS: LogLimits = {
  processBytes: 100 * 1024 * 1024,
  totalBytes: 1024 * 1024 * 1024,
  ageMs: 7 * 24 * 60 * 60 * 1000,
};

/** How often what has grown too old is looked for. */
const AGE_CHECK_MS = 10 * 60 * 1000;

/** A log that cannot be written. */
export interface LogFailure {
  processId: string;
  error: Error;
}

interface LogStoreOptions {
  clock: Clock;
  logger: Logger;
  directory: string;
  limits: LogLimits;
}

/** The logs of all processes on disk: knows every segment, and removes the oldest when there is too much. */
export class LogStore implements Disposable {
  private readonly options: LogStoreOptions;
  /** Of each process in the order of their cursors, which is the order of their age. */
  private readonly segments = new Map<string, Segment[]>();
  private readonly failureEmitter = new Emitter<LogFailure>();
  private ageTimer: Disposable | undefined;
  private trimming: Promise<void> = Promise.resolve();

  readonly onDidFail = this.failureEmitter.event;

  constructor(options: LogStoreOptions) {
    this.options = options;
  }

  /** Takes over what earlier runners have left in the directory, so that it counts and grows old like the rest. */
  async start(): Promise<void> {
    const { directory, logger } = this.options;
    try {
      for (const segment of await findLeftSegments(directory)) this.add(segment);
    } catch (error) {
      // Old logs are lost from sight then, and new ones perhaps as well; processes can run all the same.
      logger.warn(errorText(error));
    }
    this.checkAge();
  }

  dispose(): void {
    this.ageTimer?.dispose();
  }

  /** Begins the log of a run whose output begins at `cursor`. */
  openRun(processId: string, run: number, cursor: number): SegmentWriter {
    const { clock, directory } = this.options;
    return new SegmentWriter({
      clock,
      directory: runDirectory(directory, processId, run),
      processId,
      run,
      cursor,
      onSegment: (segment) => {
        this.add(segment);
        this.trim();
      },
      onFailure: (error) => {
        this.failureEmitter.fire({ processId, error });
      },
    });
  }

  /** The segments of a process, oldest first. Their sizes go on changing. */
  list(processId: string): readonly Segment[] {
    return this.segments.get(processId) ?? [];
  }

  /** Deletes everything of a process. */
  remove(processId: string): void {
    this.segments.delete(processId);
    const removal = rm(path.join(this.options.directory, processId), { recursive: true, force: true });
    fireAndForget(removal, `Removing the log of process ${processId}`, this.options.logger);
  }

  private add(segment: Segment): void {
    const list = this.segments.get(segment.processId);
    if (list === undefined) this.segments.set(segment.processId, [segment]);
    else list.push(segment);
  }

  private trim(): void {
    this.trimming = this.trimming.then(() => this.deleteExcess());
    fireAndForget(this.trimming, 'Deleting old logs', this.options.logger);
  }

  private async deleteExcess(): Promise<void> {
    const { limits, clock } = this.options;
    const oldestMs = clock.nowMs() - limits.ageMs;
    for (const list of this.segments.values()) {
      while (list.length > 1 && sizeOf(list) > limits.processBytes) await this.deleteOldest(list);
      while (isOlder(list[0], oldestMs)) await this.deleteOldest(list);
    }
    while (this.totalBytes() > limits.totalBytes) {
      const list = this.listWithOldest();
      if (list === undefined) return;
      await this.deleteOldest(list);
    }
  }

  private totalBytes(): number {
    let total = 0;
    for (const list of this.segments.values()) total += sizeOf(list);
    return total;
  }

  /** The last segment of a process may be open, and is what people want to see; it goes only with its age. */
  private listWithOldest(): Segment[] | undefined {
    let oldest: Segment[] | undefined;
    for (const list of this.segments.values()) {
      if (list.length < 2) continue;
      if ((list[0]?.writtenAtMs ?? 0) < (oldest?.[0]?.writtenAtMs ?? Infinity)) oldest = list;
    }
    return oldest;
  }

  private async deleteOldest(list: Segment[]): Promise<void> {
    const segment = list.shift();
    if (segment === undefined) return;
    if (list.length === 0) this.segments.delete(segment.processId);
    const runDir = path.dirname(segment.path);
    // Gone already is as good; a directory that still holds something stays.
    await Promise.allSettled([unlink(segment.path), unlink(segment.indexPath)]);
    await rmdir(runDir).catch(() => undefined);
    if (list.length === 0) await rmdir(path.dirname(runDir)).catch(() => undefined);
  }

  private checkAge(): void {
    this.trim();
    this.ageTimer = this.options.clock.after(AGE_CHECK_MS, () => {
      this.checkAge();
    });
  }
}

function sizeOf(list: readonly Segment[]): number {
  return list.reduce((sum, segment) => sum + segment.bytes, 0);
}

/** One that is being written has no age, however long ago its process last said something. */
function isOlder(segment: Segment | undefined, thanMs: number): boolean {
  return segment?.isComplete === true && segment.writtenAtMs < thanMs;
}
