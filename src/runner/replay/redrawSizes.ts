import type { TerminalSize } from './replayJournal.ts';

/**
 * How long to wait between two sizes, in milliseconds. Programs that use ncurses compare the size with the one they
 * know; without a pause `htop` sees no change and draws nothing (measured; with 50 ms it does, as vim, less, top and tmux do).
 */
export const REDRAW_PAUSE_MS = 50;

/** What has to be known of a terminal to decide whether its program should draw anew. */
export interface AttachedTerminal {
  /** Whether a program draws on the alternate screen. */
  isAlternate: boolean;
  /** The size that the process's terminal has. */
  current: TerminalSize;
  /** The size of the terminal that is attached. */
  wanted: TerminalSize;
}

/**
 * The sizes to give to the process's terminal when a client attaches, `REDRAW_PAUSE_MS` apart. A program that draws a
 * whole screen is made to draw it anew, by another size for a moment if it has the right one already: what it believes
 * to be on the screen may have come before the output that is shown again.
 */
export function redrawSizes({ isAlternate, current, wanted }: AttachedTerminal): readonly TerminalSize[] {
  if (current.cols !== wanted.cols || current.rows !== wanted.rows) return [wanted];
  if (!isAlternate) return [];
  // Fewer rows rather than more: what is drawn meanwhile then fits the terminal that shows it.
  return [{ ...wanted, rows: wanted.rows > 1 ? wanted.rows - 1 : 2 }, wanted];
}
