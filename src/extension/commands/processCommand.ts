import type { ParamsOf, ResultOf } from '../../protocol/protocol.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import type { ExtensionWindow } from '../window.ts';

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
