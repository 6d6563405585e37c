import * as z from 'zod';
import { environmentSchema, processInfoSchema } from './process.ts';

export const sessionInfoSchema = z.object({ id: z.string(), name: z.string(), cwd: z.string() });
/** One workspace's set of processes, with the defaults they start from. */
export type SessionInfo = z.infer<typeof sessionInfoSchema>;

/** Opening a name that exists joins it; a `cwd` or `env` that is given then replaces the session's. */
export const openSessionParamsSchema = z.strictObject({
  name: z.string().min(1).max(4096),
  /** Default working directory, absolute. Default: the runner's own. */
  cwd: z.string().min(1).exactOptional(),
  /** The session's layer of the environment, between the runner's (or caller's) and each spec's. */
  env: environmentSchema.exactOptional(),
});
export const openSessionResultSchema = z.object({
  session: sessionInfoSchema,
  processes: z.array(processInfoSchema),
});

export const listSessionsParamsSchema = z.strictObject({});
export const listSessionsResultSchema = z.array(sessionInfoSchema);

/**
 * Leaves the session: this client hears of it no more. With `stopProcesses` its processes are stopped and removed, and
 * the session itself ends.
 */
export const closeSessionParamsSchema = z.strictObject({
  sessionId: z.string().min(1),
  stopProcesses: z.boolean().exactOptional(),
});
export const closeSessionResultSchema = z.strictObject({});
