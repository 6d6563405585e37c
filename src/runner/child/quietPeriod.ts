import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

/** Tells when nothing has happened for a while. Counts from `start`, from every `touch`, and from the end of a `hold`. */
export class QuietPeriod implements Disposable {
  private readonly clock: Clock;
  private readonly lengthMs: number;
  private timer: Disposable | undefined;
  private done: (() => void) | undefined;
  private held = false;

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

  /** Silence while held says nothing. */
  hold(): void {
    this.held = true;
    this.timer?.dispose();
  }

  release(): void {
    this.held = false;
    this.touch();
  }

  dispose(): void {
    this.timer?.dispose();
    this.done = undefined;
  }

  private rearm(): void {
    this.timer?.dispose();
    if (this.held) return;
    this.timer = this.clock.after(this.lengthMs, () => {
      const { done } = this;
      this.done = undefined;
      done?.();
    });
  }
}
