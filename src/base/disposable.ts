/** Something that holds a resource. Disposing twice is fine; the second time does nothing. */
export interface Disposable {
  dispose(): void;
}

/** Makes a disposable of a function, which then runs at most once. */
export function toDisposable(release: () => void): Disposable {
  let disposed = false;
  return {
    dispose: () => {
      if (disposed) return;
      disposed = true;
      release();
    },
  };
}

/**
 * Owns disposables and releases them together, the newest first. What is added after `dispose()` is disposed at once,
 * so that a late-comer of an asynchronous start cannot leak.
 */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private disposed = false;

  get isDisposed(): boolean {
    return this.disposed;
  }

  /** Takes ownership and hands the same object back, so that creating and registering are one line. */
  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.add(item);
    return item;
  }

  /** Disposes one item before its time. */
  release(item: Disposable): void {
    if (this.items.delete(item)) item.dispose();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    const newestFirst = [...this.items].reverse();
    this.items.clear();
    for (const item of newestFirst) item.dispose();
  }
}
