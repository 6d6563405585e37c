import * as z from 'zod';

/** Times are epoch milliseconds, sizes bytes, durations milliseconds; the names say which. */
const timeMs = z.number();
const nonEmpty = z.string().min(1);

/** A string that can be handed to the operating system: C strings end at the first NUL. */
const systemString = z.string().refine((text) => !text.includes('\0'), 'must not contain a NUL character');

/** Cells of a terminal, as many as a `winsize` can hold. */
export const terminalColsSchema = z.int().min(1).max(65_535);
export const terminalRowsSchema = z.int().min(1).max(65_535);

/** The name of a signal, such as `SIGTERM`. Whether the runner's platform has it is checked when it is used. */
export const signalNameSchema = z
  .string()
  .regex(/^SIG[A-Z0-9+-]{2,12}$/, 'must be a signal name such as SIGTERM');

/** A map of environment variables; `null` removes one that an earlier layer has set. */
export const environmentSchema = z.record(
  systemString.min(1).refine((name) => !name.includes('='), 'a variable name must not contain "="'),
  systemString.nullable(),
);
export type EnvironmentLayer = z.infer<typeof environmentSchema>;

export const stopSpecSchema = z.strictObject({
  /** The first, polite signal. Default `SIGTERM`. */
  signal: signalNameSchema.exactOptional(),
  /** How long the polite way may take before SIGKILL. Default 5,000. */
  graceMs: z.number().min(0).max(3_600_000).exactOptional(),
});
export type StopSpec = z.infer<typeof stopSpecSchema>;

/** What a user asks to run. Unknown fields are refused: a misspelt option must not be silently without effect. */
export const processSpecSchema = z.strictObject({
  command: systemString.min(1),
  args: z.array(systemString).exactOptional(),
  /** How `command` is understood: `exec` (default) runs exactly this file, `shell` gives the line to the user's shell. */
  adapter: nonEmpty.exactOptional(),
  /** What people call it. Default: the command line. */
  name: nonEmpty.max(200).exactOptional(),
  group: nonEmpty.max(200).exactOptional(),
  /** Working directory, absolute or relative to the session's. Default: the session's. */
  cwd: systemString.min(1).exactOptional(),
  /** The user's own variables, the last layer of the environment. */
  env: environmentSchema.exactOptional(),
  /**
   * The caller's whole environment, taken instead of the runner's own as the first layer: the runner may have been
   * started long ago from somewhere else. It is kept in memory only and never reported back.
   */
  baseEnv: environmentSchema.exactOptional(),
  /** Runs in a pseudoterminal instead of on pipes. */
  interactive: z.boolean().exactOptional(),
  cols: terminalColsSchema.exactOptional(),
  rows: terminalRowsSchema.exactOptional(),
  stop: stopSpecSchema.exactOptional(),
  /** What happens when the client that spawned it disconnects. Default `keep`. */
  onClientGone: z.enum(['keep', 'stop']).exactOptional(),
  /** Anything the client wants to find again; the runner does not look at it. */
  custom: z.record(z.string(), z.json()).exactOptional(),
});
export type ProcessSpec = z.infer<typeof processSpecSchema>;

/** What a runner tells about a spec: without the caller's environment, and with secrets masked. */
export const publicSpecSchema = processSpecSchema.omit({ baseEnv: true });
export type PublicSpec = z.infer<typeof publicSpecSchema>;

export const processStateSchema = z.enum([
  'pending',
  'starting',
  'running',
  'paused',
  'stopping',
  'stopped',
  'failed',
]);
export type ProcessState = z.infer<typeof processStateSchema>;

/** How a run ended, as the system tells it: exactly one of code and signal. */
export const exitStatusSchema = z.union([
  z.strictObject({ code: z.int() }),
  z.strictObject({ signal: z.string() }),
]);
export type ExitStatus = z.infer<typeof exitStatusSchema>;

/** Why a run ended. The first cause stays: a process killed because somebody stopped it was `cancelled`. */
export const endCauseSchema = z.enum([
  'exited',
  'cancelled',
  'timedOut',
  'limitExceeded',
  'spawnFailed',
  'dependencyFailed',
  'lost',
]);
export type EndCause = z.infer<typeof endCauseSchema>;

/** What went wrong with a process: a code to decide by, the facts, and a sentence a person can act on. */
export const processErrorSchema = z.object({
  code: z.enum(['SPAWN_FAILED', 'UNEXPECTED_EXIT', 'STOP_FAILED']),
  message: z.string(),
  errno: z.string().exactOptional(),
  /** Whatever of it is still alive after everything was tried. */
  survivors: z.array(z.object({ pid: z.int(), command: z.string() })).exactOptional(),
});
export type ProcessError = z.infer<typeof processErrorSchema>;

/** One process as its runner sees it at this moment. */
export const processInfoSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  /** What people call it: the spec's name, or its command line. */
  title: z.string(),
  spec: publicSpecSchema,
  /** The absolute working directory. */
  cwd: z.string(),
  state: processStateSchema,
  /** The child's process id, while there is one. */
  pid: z.int().exactOptional(),
  /** Number of the current or last run, from 1; 0 before the first. */
  run: z.int(),
  restarts: z.int(),
  createdAtMs: timeMs,
  startedAtMs: timeMs.exactOptional(),
  readyAtMs: timeMs.exactOptional(),
  endedAtMs: timeMs.exactOptional(),
  exit: exitStatusSchema.exactOptional(),
  cause: endCauseSchema.exactOptional(),
  error: processErrorSchema.exactOptional(),
  /** Where the current run's output begins, as a cursor. */
  runCursor: z.int(),
  /** Where the output ends so far, as a cursor. */
  endCursor: z.int(),
  /** Name of the machine that runs it. */
  machine: z.string(),
});
export type ProcessInfo = z.infer<typeof processInfoSchema>;

const processId = z.strictObject({ processId: nonEmpty });

export const spawnParamsSchema = z.strictObject({ sessionId: nonEmpty, spec: processSpecSchema });
export const listParamsSchema = z.strictObject({ sessionId: nonEmpty.exactOptional() });
export const processParamsSchema = processId;
export const stopParamsSchema = processId.extend(stopSpecSchema.shape);
export const signalParamsSchema = processId.extend({ signal: signalNameSchema });
export const waitParamsSchema = processId.extend({
  until: z.enum(['started', 'ready', 'ended']),
  timeoutMs: z.number().min(0).exactOptional(),
});
export type WaitUntil = z.infer<typeof waitParamsSchema>['until'];
