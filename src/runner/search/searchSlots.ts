import { toDisposable, type Disposable } from '../../base/disposable.ts';
import { searchCancelled, throwIfCancelled } from './throwIfCancelled.ts';

/** Lets only so many searches run at once; the others wait their turn. */
export class SearchSlots {
  private free: number;
  private readonly waiting = new Set<() => void>();

  constructor(count: number) {
    this.free = count;
  }

  /** Resolves when there is a place, which disposing gives back. Refuses with `CANCELLED` when aborted before. */
  async take(signal: AbortSignal): Promise<Disposable> {
    throwIfCancelled(signal);
    if (this.free > 0) this.free--;
    else await this.waitForTurn(signal);
    return toDisposable(() => this.giveOn());
  }

  private waitForTurn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.waiting.delete(enter);
        reject(searchCancelled());
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.waiting.add(enter);
      signal.addEventListener('abort', leave);
    });
  }

  private giveOn(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.free++;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
