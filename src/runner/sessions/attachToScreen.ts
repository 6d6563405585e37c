import { delay, type Clock } from '../../base/clock.ts';
import type { OutputSnapshot } from '../../protocol/output.ts';
import { findLastLines } from '../replay/lastLines.ts';
import { REDRAW_PAUSE_MS, redrawSizes } from '../replay/redrawSizes.ts';
import type { TerminalSize } from '../replay/replayJournal.ts';
import { replayScreen } from '../replay/replayScreen.ts';
import type { ScreenProcess } from '../replay/screenProcess.ts';
import type { ManagedProcess } from '../scheduling/managedProcess.ts';

/** Where the output goes on for a client that attaches, and what it shows before. */
export interface AttachPoint {
  cursor: number;
  snapshot?: OutputSnapshot;
  /** Sizes to give to the terminal once the client listens, so that a program which draws all of it draws it anew. */
  redraw: readonly TerminalSize[];
}

/**
 * Finds what to show to a client that attaches: the screen of a terminal, the last lines of what has none. Where a screen
 * cannot be built it is the output that is kept, from its beginning.
 */
export async function findScreen(
  screens: ScreenProcess,
  process: ManagedProcess,
  wanted: TerminalSize,
): Promise<AttachPoint> {
  const { journal, output } = process;
  if (journal === undefined) return { cursor: await findLastLines(output), redraw: [] };
  const screen = await replayScreen({ output, journal, screens }, wanted);
  if (screen === undefined) return { cursor: output.startCursor, redraw: [] };
  const { snapshot: content, cols, rows, cursor, isAlternate } = screen;
  const redraw = redrawSizes({ isAlternate, current: process.terminalSize, wanted });
  return { cursor, snapshot: { content, cols, rows }, redraw };
}

/**
 * Gives a terminal one size after the other, slowly enough for its program to see each. A size that is only to make the
 * program draw is no size of the terminal: nobody is told of it, and no screen is built with it.
 */
export async function resizeInTurn(
  clock: Clock,
  process: ManagedProcess,
  sizes: readonly TerminalSize[],
): Promise<void> {
  const [only, ...more] = sizes;
  if (only !== undefined && more.length === 0) {
    process.resize(only.cols, only.rows);
    return;
  }
  for (const [index, { cols, rows }] of sizes.entries()) {
    if (index > 0) await delay(clock, REDRAW_PAUSE_MS);
    process.pretendSize(cols, rows);
  }
}
