/** Runs asynchronous tasks one after the other, in the order in which they were given. A task that fails does not stop the next. */
export class SerialQueue {
  private tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    // The chain must go on after a failure; the failure itself reaches the caller through `result`.
    this.tail = result.catch(() => undefined);
    return result;
  }
}
