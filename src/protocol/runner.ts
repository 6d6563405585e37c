import * as z from 'zod';

/**
 * The one request whose parameters may hold what this version does not know: a newer client has to be able to introduce
 * itself to an older runner, if only to have it replaced.
 */
export const initializeParamsSchema = z.object({
  protocolVersion: z.int(),
  client: z.object({ name: z.string().min(1).max(200), version: z.string().max(200) }),
  /** Needed on a socket or WebSocket; whoever starts a runner over stdio owns it already. */
  token: z.string().max(1000).exactOptional(),
  /** What the client can do beyond what every client must. */
  capabilities: z
    .object({
      /** It takes `batch` messages, which carry the output of several processes. */
      batches: z.boolean().exactOptional(),
    })
    .exactOptional(),
});

const capabilitiesSchema = z.object({
  /** Whether processes can have a terminal here, and why not. */
  terminals: z.boolean(),
  terminalsUnavailable: z.string().exactOptional(),
  /** Every request this runner answers. */
  methods: z.array(z.string()),
  maxMessageBytes: z.int(),
});

export const runnerInfoSchema = z.object({
  version: z.string(),
  /** Tells two builds of one version apart. */
  buildId: z.string(),
  pid: z.int(),
  platform: z.string(),
  startedAtMs: z.number(),
});
export type RunnerInfo = z.infer<typeof runnerInfoSchema>;

export const initializeResultSchema = z.object({
  protocolVersion: z.int(),
  runner: runnerInfoSchema,
  capabilities: capabilitiesSchema,
});
export type InitializeResult = z.infer<typeof initializeResultSchema>;

export const runnerStatusParamsSchema = z.strictObject({});
export const runnerStatusResultSchema = z.object({
  runner: runnerInfoSchema,
  clients: z.int(),
  sessions: z.int(),
  processes: z.object({ total: z.int(), active: z.int() }),
  memoryBytes: z.int(),
});

/** Stops every process, verified, and ends the runner. The answer comes before the connection closes. */
export const runnerShutdownParamsSchema = z.strictObject({
  /** Refuses with `RUNNER_BUSY` if a process lives. */
  onlyIfIdle: z.boolean().exactOptional(),
});
export const runnerShutdownResultSchema = z.strictObject({});
