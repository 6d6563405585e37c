import type { Clock } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import type { Disposable } from '../../base/disposable.ts';
import { FALLBACK_SIZE, type TerminalSize } from './sizeReporter.ts';

/** How long a new process waits for its terminal's size, in milliseconds. A terminal that shows has one far sooner. */
export const SIZE_WAIT_MS = 500;

/**
 * How long a size has to stay before it counts, in milliseconds. VS Code opens a terminal with the size of the panel and
 * corrects it within a frame or two, when the list of terminals beside it has found its place.
 */
export const SIZE_SETTLE_MS = 40;

/** The size that a process is first shown with: the first that settles, or the usual one if none becomes known in time. */
export class FirstSize implements Disposable {
  private readonly clock: Clock;
  private readonly deferred = new Deferred<TerminalSize>();
  private readonly limit: Disposable;
  private settling: Disposable | undefined;
  private size = FALLBACK_SIZE;
  private isSettled = false;

  constructor(clock: Clock) {
    this.clock = clock;
    this.limit = clock.after(SIZE_WAIT_MS, () => this.settle());
  }

  get known(): Promise<TerminalSize> {
    return this.deferred.promise;
  }

  /** Takes a size that the terminal has now. */
  offer(size: TerminalSize): void {
    if (this.isSettled) return;
    this.size = size;
    this.settling?.dispose();
    this.settling = this.clock.after(SIZE_SETTLE_MS, () => this.settle());
  }

  dispose(): void {
    this.limit.dispose();
    this.settling?.dispose();
  }

  private settle(): void {
    this.isSettled = true;
    this.dispose();
    this.deferred.resolve(this.size);
  }
}
