interface Waiter {
  target: number;
  resolve: () => void;
}

/** Counts what was written to a screen and what the screen has dealt with, and wakes whoever waits for it to get so far. */
export class ProgressLedger {
  private writtenChars = 0;
  private dealtChars = 0;
  private waiters: readonly Waiter[] = [];

  /** Everything written so far. */
  get written(): number {
    return this.writtenChars;
  }

  /** Written and not dealt with. */
  get onItsWay(): number {
    return this.writtenChars - this.dealtChars;
  }

  get hasWaiters(): boolean {
    return this.waiters.length > 0;
  }

  wrote(chars: number): void {
    this.writtenChars += chars;
  }

  /** Everything up to this place was dealt with. It never goes back. */
  dealtWith(place: number): void {
    this.dealtChars = Math.max(this.dealtChars, place);
    const ready = this.waiters.filter((waiter) => waiter.target <= this.dealtChars);
    this.waiters = this.waiters.filter((waiter) => waiter.target > this.dealtChars);
    for (const waiter of ready) waiter.resolve();
  }

  /** Resolves when everything up to this place was dealt with. */
  reached(place: number): Promise<void> {
    if (place <= this.dealtChars) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiters = [...this.waiters, { target: place, resolve }];
    });
  }
}
