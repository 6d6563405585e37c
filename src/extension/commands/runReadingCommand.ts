import { reachRunner } from '../runner/reachRunner.ts';
import type { ExtensionWindow } from '../window.ts';
import type { ProcessCommand } from './processCommand.ts';
import { runProcessCommand } from './runProcessCommand.ts';

/** Runs a command that only reads. In Restricted Mode nobody has looked for the runner yet, so it is looked for now. */
export async function runReadingCommand(
  window: ExtensionWindow,
  command: ProcessCommand,
  argument: unknown,
): Promise<void> {
  try {
    await reachRunner(window.link);
  } catch (error) {
    window.notices.report(`${command.verb} a process`, error);
    return;
  }
  await runProcessCommand(window, command, argument);
}
