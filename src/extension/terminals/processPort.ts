import { errorText } from '../../base/errorText.ts';
import type { Logger } from '../../base/logger.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { RunnerError } from '../../client/runnerError.ts';
import type { ParamsOf, RequestMethod } from '../../protocol/protocol.ts';
import type { TerminalSize } from './sizeReporter.ts';
import { splitInput } from './splitInput.ts';

/** What a terminal does to its process. Nobody waits: keys and sizes are told on, in order, as they come. */
export interface ProcessPort {
  input(data: string): void;
  endOfInput(): void;
  interrupt(): void;
  resize(size: TerminalSize): void;
}

/** Where the process is to be reached at this moment; nothing while there is no runner. */
export interface ProcessAddress {
  connection: RunnerConnection;
  processId: string;
}

/**
 * A port to whatever process `find` names. What comes too late, because the process has just ended or its runner is
 * gone, is dropped without a word: the terminal shows the end anyway.
 */
export function createProcessPort(find: () => ProcessAddress | undefined, logger: Logger): ProcessPort {
  const send = <M extends RequestMethod>(method: M, paramsFor: (processId: string) => ParamsOf<M>): void => {
    const address = find();
    if (address === undefined) return;
    address.connection.request(method, paramsFor(address.processId)).catch((error: unknown) => {
      if (isTooLate(error)) logger.debug(`${method} came too late: ${errorText(error)}`);
      else logger.error(`${method} failed`, error);
    });
  };
  return {
    input: (data) => {
      for (const part of splitInput(data)) send('terminal/input', (processId) => ({ processId, data: part }));
    },
    endOfInput: () => send('terminal/input', (processId) => ({ processId, data: '', eof: true })),
    interrupt: () => send('process/signal', (processId) => ({ processId, signal: 'SIGINT' })),
    resize: (size) => send('terminal/resize', (processId) => ({ processId, ...size })),
  };
}

function isTooLate(error: unknown): boolean {
  const codes = ['PROCESS_NOT_ACTIVE', 'NO_SUCH_PROCESS', 'CONNECTION_CLOSED'];
  return error instanceof RunnerError && codes.includes(error.code);
}
