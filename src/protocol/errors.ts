import * as z from 'zod';

/**
 * Stable codes, found in `data.code` of every error that a runner answers. The sentence beside it is for people and may
 * change; programs decide by the code.
 */
export const errorCodeSchema = z.enum([
  // The connection
  'NOT_INITIALIZED',
  'ALREADY_INITIALIZED',
  'UNAUTHORIZED',
  'PROTOCOL_MISMATCH',
  'MESSAGE_MALFORMED',
  'MESSAGE_TOO_LARGE',
  // The request
  'INVALID_PARAMS',
  'METHOD_NOT_FOUND',
  'NO_SUCH_SESSION',
  'NO_SUCH_PROCESS',
  'NO_SUCH_ADAPTER',
  'SESSION_BUSY',
  'PROCESS_ACTIVE',
  'PROCESS_NOT_ACTIVE',
  'NOT_A_TERMINAL',
  'TERMINALS_UNAVAILABLE',
  'ALREADY_SUBSCRIBED',
  'NOT_SUBSCRIBED',
  'WAIT_TIMED_OUT',
  'SHUTTING_DOWN',
  'RUNNER_BUSY',
  'CANCELLED',
  // How a process failed
  'SPAWN_FAILED',
  'STOP_FAILED',
  'UNEXPECTED_EXIT',
  // A fault beside a process that does not end it
  'LOG_FAILED',
  // A fault of the runner itself
  'INTERNAL',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** The `data` of every JSON-RPC error of a runner. */
export const errorDataSchema = z.object({
  code: errorCodeSchema,
  /** Facts in the words of the system, such as `ENOENT`. */
  errno: z.string().exactOptional(),
  /** Where in the parameters the fault is, such as `spec.args[1]`. */
  path: z.string().exactOptional(),
});
export type ErrorData = z.infer<typeof errorDataSchema>;
