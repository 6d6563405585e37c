import type { Clock } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import type { Disposable } from '../../base/disposable.ts';
import { FALLBACK_SIZE, type TerminalSize } from './sizeReporter.ts';

/** How long a new process waits for its terminal's size, in milliseconds. A terminal that shows has one far sooner. */
export const SIZE_WAIT_MS = 500;

/** The size that a new process starts with: the first that becomes known, or the usual one if none does in time. */
export class FirstSize implements Disposable {
  private readonly deferred = new Deferred<TerminalSize>();
  private readonly timer: Disposable;

  constructor(clock: Clock) {
    this.timer = clock.after(SIZE_WAIT_MS, () => this.deferred.resolve(FALLBACK_SIZE));
  }

  get known(): Promise<TerminalSize> {
    return this.deferred.promise;
  }

  /** Takes a size; the first one counts. */
  offer(size: TerminalSize): void {
    this.timer.dispose();
    this.deferred.resolve(size);
  }

  dispose(): void {
    this.timer.dispose();
  }
}
