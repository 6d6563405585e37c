import { DEFAULT_SCROLLBACK, type BuiltScreen } from './buildScreen.ts';
import { readRange, type ReadableOutput } from './readRange.ts';
import type { ReplayJournal, TerminalSize } from './replayJournal.ts';
import type { ScreenProcess } from './screenProcess.ts';

/** What a screen is built from. */
export interface ReplaySource {
  output: ReadableOutput;
  journal: ReplayJournal;
  screens: Pick<ScreenProcess, 'build'>;
}

/**
 * The screen that a terminal of a size shows which was attached to a process all the time. Undefined if it cannot be
 * built; then all that is left is to show the output that is kept.
 */
export async function replayScreen(
  { output, journal, screens }: ReplaySource,
  finalSize: TerminalSize,
): Promise<BuiltScreen | undefined> {
  // Both at once, so that the one ends where the other does.
  const { endCursor } = output;
  const plan = journal.plan(output.startCursor);
  const bytes = await readRange(output, plan.startCursor, endCursor);
  if (bytes === undefined) return undefined;
  return screens.build({ ...plan, finalSize, scrollback: DEFAULT_SCROLLBACK }, bytes);
}
