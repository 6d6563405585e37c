import type { ExtensionWindow } from '../window.ts';
import { pickProcess } from './pickProcess.ts';
import type { ProcessCommand } from './processCommand.ts';

/**
 * Runs a command on the process whose id came as an argument, as it does from the tree, or on one that the person picks.
 * What goes wrong is told to the person.
 */
export async function runProcessCommand(
  window: ExtensionWindow,
  command: ProcessCommand,
  argument: unknown,
): Promise<void> {
  // An id that is not known any more gives nothing: what was meant has gone, and nothing else was.
  const process =
    typeof argument === 'string' ? window.model.get(argument) : await pickProcess(window, command);
  if (process === undefined) return;
  try {
    await command.run(window, process);
  } catch (error) {
    window.notices.report(`${command.verb} “${process.title}”`, error);
  }
}
