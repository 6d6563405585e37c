import { Deferred } from '../base/deferred.ts';

/** A place in an output that moves on, and those who wait for it to come to theirs. */
export class CursorMark {
  private readonly waiters = new Set<{ cursor: number; reached: Deferred<void> }>();
  private cursor = 0;
  private failure: { readonly error: unknown } | undefined;

  get hasWaiters(): boolean {
    return this.waiters.size > 0;
  }

  /** Resolves when the mark is at `cursor` or past it; rejects when it never will be. */
  reached(cursor: number): Promise<void> {
    if (this.cursor >= cursor) return Promise.resolve();
    const waiter = { cursor, reached: new Deferred<void>() };
    if (this.failure === undefined) this.waiters.add(waiter);
    else waiter.reached.reject(this.failure.error);
    return waiter.reached.promise;
  }

  moveTo(cursor: number): void {
    this.cursor = cursor;
    for (const waiter of this.waiters) {
      if (waiter.cursor > cursor) continue;
      this.waiters.delete(waiter);
      waiter.reached.resolve();
    }
  }

  /** It moves no more: everybody who waits, or will, is told so. */
  fail(error: unknown): void {
    this.failure = { error };
    for (const waiter of this.waiters) waiter.reached.reject(error);
    this.waiters.clear();
  }
}
