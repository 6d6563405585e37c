import type { Clock } from '../../src/base/clock.ts';
import { toDisposable } from '../../src/base/disposable.ts';

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  private now = 0;
  private timers: { atMs: number; task: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }

  after(delayMs: number, task: () => void): { dispose(): void } {
    const timer = { atMs: this.now + delayMs, task };
    this.timers.push(timer);
    return toDisposable(() => {
      this.timers = this.timers.filter((other) => other !== timer);
    });
  }

  /** Runs what is due by then, in the order of its time. */
  advance(ms: number): void {
    this.now += ms;
    const due = this.timers.filter(({ atMs }) => atMs <= this.now).sort((a, b) => a.atMs - b.atMs);
    this.timers = this.timers.filter((timer) => !due.includes(timer));
    for (const { task } of due) task();
  }
}
