import * as z from 'zod';
import { errorCodeSchema } from './errors.ts';
import { outputDataSchema } from './output.ts';
import { processInfoSchema, processStateSchema } from './process.ts';

const envelope = { sessionId: z.string(), processId: z.string(), timestamp: z.number() };

export const statusDataSchema = z.object({
  /** `moved` between states; `updated` in something else; a `removed` one is not known any more. */
  change: z.enum(['created', 'moved', 'updated', 'removed']),
  /** The state before, of one that moved. */
  from: processStateSchema.exactOptional(),
  state: processStateSchema,
  process: processInfoSchema,
});

/** A fault that concerns a process but does not end it, such as a log that cannot be written. */
export const streamErrorDataSchema = z.object({ code: errorCodeSchema, message: z.string() });

/** The one notification of a runner. Statuses come for every process of a joined session, output for what is subscribed. */
export const streamMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output'), ...envelope, data: outputDataSchema }),
  z.object({ type: z.literal('status'), ...envelope, data: statusDataSchema }),
  z.object({ type: z.literal('error'), ...envelope, data: streamErrorDataSchema }),
]);
export type StreamMessage = z.infer<typeof streamMessageSchema>;
export type StatusMessage = Extract<StreamMessage, { type: 'status' }>;
export type OutputMessage = Extract<StreamMessage, { type: 'output' }>;
