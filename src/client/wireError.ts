import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { errorDataSchema } from '../protocol/errors.ts';
import { RunnerError } from './runnerError.ts';

/** Makes of a runner's error answer the error that callers see; one without our data becomes `BAD_ANSWER`. */
export function fromWireError(method: string, error: ResponseError<unknown>): RunnerError {
  const data = errorDataSchema.safeParse(error.data);
  if (data.success) return new RunnerError(data.data.code, error.message, data.data.errno);
  const isUnknownMethod = error.code === (ErrorCodes.MethodNotFound as number);
  if (isUnknownMethod) return new RunnerError('METHOD_NOT_FOUND', `This runner does not know "${method}".`);
  return new RunnerError(
    'BAD_ANSWER',
    `The runner refused "${method}" in a way that is not part of the protocol: ${error.message}`,
  );
}

/** Whether the error was made on this side because the conversation is over, and not answered by the runner. */
export function isConnectionFault(error: unknown): boolean {
  // Before it sends anything the library throws a plain ConnectionError.
  if (!(error instanceof ResponseError)) return true;
  const code: number = error.code;
  return (
    error.data === undefined &&
    (code === ErrorCodes.MessageWriteError || code === ErrorCodes.PendingResponseRejected)
  );
}
