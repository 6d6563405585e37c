import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

/**
 * Shortest time between two refreshes of a view, in milliseconds. Four a second are as many as an eye can use, and a
 * tree that is refreshed more often flickers and loses its hover.
 */
export const REFRESH_INTERVAL_MS = 250;

/**
 * Gathers changes for a view: the first one is passed on at once, what follows within the interval comes together at
 * its end.
 */
export class RefreshPacer implements Disposable {
  private readonly clock: Clock;
  private readonly refresh: (ids: ReadonlySet<string>) => void;
  private gathered = new Set<string>();
  private pause: Disposable | undefined;

  constructor(clock: Clock, refresh: (ids: ReadonlySet<string>) => void) {
    this.clock = clock;
    this.refresh = refresh;
  }

  add(ids: ReadonlySet<string>): void {
    for (const id of ids) this.gathered.add(id);
    if (this.pause === undefined) this.flush();
  }

  dispose(): void {
    this.pause?.dispose();
    this.gathered = new Set();
  }

  private flush(): void {
    this.pause = undefined;
    if (this.gathered.size === 0) return;
    const ids = this.gathered;
    this.gathered = new Set();
    // Armed before the view hears of it: what the view sets off belongs to the next refresh.
    this.pause = this.clock.after(REFRESH_INTERVAL_MS, () => {
      this.flush();
    });
    this.refresh(ids);
  }
}
