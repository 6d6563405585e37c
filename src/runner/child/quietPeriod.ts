import type { Clock } from '../../base/clock.ts';
import { toDisposable, type Disposable } from '../../base/disposable.ts';

/** Tells when nothing has happened for a while. Counts from `start`, and again from every `touch`. */
export class QuietPeriod implements Disposable {
  private readonly clock: Clock;
  private readonly lengthMs: number;
  private timer: Disposable | undefined;
  private done: (() => void) | undefined;

  constructor(clock: Clock, lengthMs: number) {
    this.clock = clock;
    this.lengthMs = lengthMs;
  }

  /** `done` is called once, unless disposed before. */
  start(done: () => void): void {
    this.done = done;
    this.rearm();
  }

  touch(): void {
    if (this.done !== undefined) this.rearm();
  }

  dispose(): void {
    this.timer?.dispose();
    this.done = undefined;
  }

  private rearm(): void {
    this.timer?.dispose();
    this.timer = this.clock.after(this.lengthMs, () => {
      this.lookOnceMore();
    });
  }

  /** After the event loop has stood still, timers come before whatever has arrived meanwhile: let that be read first. */
  private lookOnceMore(): void {
    const immediate = setImmediate(() => {
      const { done } = this;
      this.done = undefined;
      done?.();
    });
    this.timer = toDisposable(() => {
      clearImmediate(immediate);
    });
  }
}
