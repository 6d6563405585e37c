import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

/** A terminal's size in cells, as the protocol has it. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

/** What a process gets when nobody knows how large its terminal will be; the same as VS Code's own fall-back. */
export const FALLBACK_SIZE: TerminalSize = { cols: 80, rows: 30 };

/**
 * How long columns have to stay the same before they are told, in milliseconds: programs reflow everything for a new
 * width, so dragging a border must not cost a reflow a step. VS Code waits the same time.
 */
export const COLUMN_DEBOUNCE_MS = 100;

/** Tells sizes on: rows at once, because they are cheap, columns when they have come to rest. Equal sizes only once. */
export class SizeReporter implements Disposable {
  private readonly clock: Clock;
  private readonly report: (size: TerminalSize) => void;
  private told: TerminalSize | undefined;
  private waiting: Disposable | undefined;

  constructor(clock: Clock, report: (size: TerminalSize) => void) {
    this.clock = clock;
    this.report = report;
  }

  /** Takes a size as known to the process already: it was started with it. */
  assume(size: TerminalSize): void {
    this.told = size;
  }

  resize(size: TerminalSize): void {
    this.waiting?.dispose();
    this.waiting = undefined;
    if (this.told === undefined) {
      this.tell(size);
      return;
    }
    const { cols } = this.told;
    if (size.rows !== this.told.rows) this.tell({ cols, rows: size.rows });
    if (size.cols !== cols) this.waiting = this.clock.after(COLUMN_DEBOUNCE_MS, () => this.tell(size));
  }

  /** Tells the last size once more: a new run has begun and may have been given another. */
  repeat(): void {
    if (this.told !== undefined) this.report(this.told);
  }

  dispose(): void {
    this.waiting?.dispose();
  }

  private tell(size: TerminalSize): void {
    this.told = size;
    this.report(size);
  }
}
