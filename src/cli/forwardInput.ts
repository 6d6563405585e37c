import { DisposableStore, toDisposable, type Disposable } from '../base/disposable.ts';
import { RunnerError } from '../client/runnerError.ts';
import type { CliInput } from './cliContext.ts';
import { InputPump, type InputTarget } from './inputPump.ts';

/**
 * Feeds our standard input to a process, from when it runs until either ends. For a terminal process our own terminal
 * goes raw meanwhile, so that every key is the process's; disposing the result gives it back as it was.
 */
export function forwardInput(
  stdin: CliInput,
  target: InputTarget,
  onFailure: (error: unknown) => void,
): Disposable {
  const resources = new DisposableStore();
  // At once, not only when the process runs: what is typed meanwhile is for the process to echo.
  if (target.isTerminal && stdin.isTTY === true) resources.add(useRawMode(stdin));
  const fail = (error: unknown): void => {
    if (!resources.isDisposed && !isOverAnyway(error)) onFailure(error);
  };
  const pump = resources.add(new InputPump(stdin, target, fail));
  const { connection, processId } = target;
  connection.request('process/wait', { processId, until: 'started' }).then(() => pump.start(), fail);
  return resources;
}

function useRawMode(stdin: CliInput): Disposable {
  stdin.setRawMode?.(true);
  return toDisposable(() => stdin.setRawMode?.(false));
}

/** Whether there is simply nobody left to feed, which is told where the process's end is told. */
function isOverAnyway(error: unknown): boolean {
  const codes = [
    'PROCESS_NOT_ACTIVE',
    'NO_SUCH_PROCESS',
    'SPAWN_FAILED',
    'UNEXPECTED_EXIT',
    'STOP_FAILED',
    'CONNECTION_CLOSED',
  ];
  return error instanceof RunnerError && codes.includes(error.code);
}
