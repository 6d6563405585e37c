import * as z from 'zod';

/** Name of the file in a state directory that tells where its runner is found. Mode 0600: the token is in it. */
export const RUNNER_FILE_NAME = 'runner.json';

/** Name of the file in a state directory that a detached runner writes its own log to. */
export const RUNNER_LOG_NAME = 'runner.log';

/** Exit code of a daemon that gave way because another one serves the same state directory. Not a failure. */
export const EXIT_ALREADY_SERVED = 75;

/** The content of `runner.json`. Unknown fields are let pass, so that an older client can read a newer runner's file. */
export const runnerFileSchema = z.object({
  protocolVersion: z.int(),
  version: z.string(),
  buildId: z.string(),
  pid: z.int(),
  startedAtMs: z.number(),
  /** Path of a Unix socket, or name of a Windows pipe. */
  socketPath: z.string(),
  token: z.string(),
});
export type RunnerFile = z.infer<typeof runnerFileSchema>;
