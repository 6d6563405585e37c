import type { Clock } from '../base/clock.ts';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';

/** What the watch looks at. */
interface Needed {
  isNeeded(): boolean;
  readonly onDidChangeClients: Event<unknown>;
  readonly onDidChangeProcesses: Event<unknown>;
}

/** Tells once nothing has been needed for a while. */
export class IdleWatch implements Disposable {
  private readonly clock: Clock;
  private readonly subject: Needed;
  private readonly limitMs: number;
  private readonly store = new DisposableStore();
  private timer: Disposable | undefined;
  private onIdle: () => void = () => undefined;

  constructor(clock: Clock, subject: Needed, limitMs: number) {
    this.clock = clock;
    this.subject = subject;
    this.limitMs = limitMs;
  }

  start(onIdle: () => void): void {
    this.onIdle = onIdle;
    const look = (): void => {
      this.look();
    };
    this.store.add(this.subject.onDidChangeClients(look));
    this.store.add(this.subject.onDidChangeProcesses(look));
    this.look();
  }

  dispose(): void {
    this.timer?.dispose();
    this.store.dispose();
  }

  private look(): void {
    this.timer?.dispose();
    this.timer = this.subject.isNeeded() ? undefined : this.clock.after(this.limitMs, this.onIdle);
  }
}
