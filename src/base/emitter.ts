import { toDisposable, type Disposable } from './disposable.ts';

/** Subscribes a listener; disposing the result unsubscribes it. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * A typed event. Listeners run synchronously in the order in which they subscribed. One that throws does not keep the
 * value from the others: its error is raised after the last listener has run.
 */
export class Emitter<T> implements Disposable {
  private listeners: readonly ((value: T) => void)[] = [];
  private disposed = false;

  /** The subscribing side, safe to hand out. */
  readonly event: Event<T> = (listener) => {
    if (this.disposed) return toDisposable(() => undefined);
    // A wrapper of its own, so that the same function may subscribe twice.
    const entry = (value: T): void => {
      listener(value);
    };
    this.listeners = [...this.listeners, entry];
    return toDisposable(() => {
      this.listeners = this.listeners.filter((other) => other !== entry);
    });
  };

  get hasListeners(): boolean {
    return this.listeners.length > 0;
  }

  fire(value: T): void {
    const errors: unknown[] = [];
    // The array is replaced, never changed: a listener may come or go while the value is on its way.
    for (const listener of this.listeners) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, 'Several listeners of one event failed');
  }

  dispose(): void {
    this.disposed = true;
    this.listeners = [];
  }
}
