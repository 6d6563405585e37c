import type { ParamsOf, ResultOf } from '../../protocol/protocol.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import type { ExtensionWindow } from '../window.ts';
import { pickProcess } from './pickProcess.ts';

/** A command that does something with one process. */
export interface ProcessCommand {
  /** What it does, completing "Procession could not …" and "Which process to …?": `stop`. */
  verb: string;
  /** Which processes it can be done with. */
  fits: (process: ProcessInfo) => boolean;
  /** What is said when there is none. */
  nothing: string;
  run: (window: ExtensionWindow, process: ProcessInfo) => Promise<void> | void;
}

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

/** The requests that take a process and answer with it. */
type ProcessRequest = 'process/stop' | 'process/kill' | 'process/restart' | 'process/remove';

/** Asks the runner that has the process. It has to be connected: without it no process is known. */
export async function requestFor<M extends ProcessRequest>(
  { link }: Pick<ExtensionWindow, 'link'>,
  method: M,
  processId: string,
): Promise<ResultOf<M>> {
  const joined = link.current();
  if (joined === undefined) throw new Error('The runner of this process is not connected any more.');
  const params: ParamsOf<ProcessRequest> = { processId };
  return joined.connection.request(method, params as ParamsOf<M>);
}
