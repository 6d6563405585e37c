import { hasEnded } from '../model/processStates.ts';
import type { ExtensionWindow } from '../window.ts';
import { requestFor } from './processCommand.ts';

/** Takes every process that has ended off the list, with their output. */
export async function removeEnded(window: ExtensionWindow): Promise<void> {
  const ended = window.model.all().filter(({ state }) => hasEnded(state));
  try {
    await Promise.all(ended.map(({ id }) => requestFor(window, 'process/remove', id)));
  } catch (error) {
    window.notices.report('remove the processes that have ended', error);
  }
}
