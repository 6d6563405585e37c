/** What can make a child wait, and let it go on. */
interface Pausable {
  pauseOutput(): void;
  resumeOutput(): void;
}

/**
 * Why a process's output is held back: a disk that cannot keep up, viewers that want to miss nothing. It goes on when the
 * last reason is gone.
 */
export class OutputHolds {
  private readonly holders = new Set<object>();
  private source: Pausable | undefined;

  /** The run that the holds apply to, from now on. A new run begins held if there is still a reason. */
  attach(source: Pausable | undefined): void {
    this.source = source;
    if (this.holders.size > 0) source?.pauseOutput();
  }

  /** Holding twice is holding once. */
  hold(holder: object): void {
    this.holders.add(holder);
    if (this.holders.size === 1) this.source?.pauseOutput();
  }

  release(holder: object): void {
    if (this.holders.delete(holder) && this.holders.size === 0) this.source?.resumeOutput();
  }
}
