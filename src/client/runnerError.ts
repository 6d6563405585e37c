import type { ErrorCode } from '../protocol/errors.ts';

/** Codes that only the client's side knows, beside those a runner answers. */
export type ClientErrorCode =
  /** The conversation ended before the answer. */
  | 'CONNECTION_CLOSED'
  /** No runner serves the state directory, and the caller asked not to start one. */
  | 'RUNNER_NOT_FOUND'
  /** A runner was started and did not come to answer; the message holds the end of its log. */
  | 'RUNNER_START_FAILED'
  /** What answered does not keep to the protocol. */
  | 'BAD_ANSWER';

/** Why a request was not granted: a stable code to decide by and a sentence for people. */
export class RunnerError extends Error {
  readonly code: ErrorCode | ClientErrorCode;
  readonly errno: string | undefined;

  constructor(code: ErrorCode | ClientErrorCode, message: string, errno?: string) {
    super(message);
    this.name = 'RunnerError';
    this.code = code;
    this.errno = errno;
  }
}
