import { hasEnded } from '../model/processStates.ts';
import type { ExtensionWindow } from '../window.ts';
import { removeProcess } from './removeProcess.ts';

/** Takes every process that has ended off the list, with their outputs and terminals. */
export async function removeEnded(window: ExtensionWindow): Promise<void> {
  const ended = window.model.all().filter(({ state }) => hasEnded(state));
  try {
    await Promise.all(
      ended.map(async (process) => {
        await removeProcess.run(window, process);
      }),
    );
  } catch (error) {
    window.notices.report('remove the processes that have ended', error);
  }
}
