import * as z from 'zod';
import { errorCodeSchema } from './errors.ts';
import { outputDataSchema } from './output.ts';
import { processInfoSchema, processStateSchema } from './process.ts';
import { searchDataSchema } from './search.ts';

const envelope = { sessionId: z.string(), processId: z.string(), timestamp: z.number() };

const statusDataSchema = z.object({
  /** `moved` between states; `updated` in something else; a `removed` one is not known any more. */
  change: z.enum(['created', 'moved', 'updated', 'removed']),
  /** The state before, of one that moved. */
  from: processStateSchema.exactOptional(),
  state: processStateSchema,
  process: processInfoSchema,
});

/** A fault that concerns a process but does not end it, such as a log that cannot be written. */
const streamErrorDataSchema = z.object({ code: errorCodeSchema, message: z.string() });

const outputMessageSchema = z.object({ type: z.literal('output'), ...envelope, data: outputDataSchema });

/**
 * The one notification of a runner. Statuses come for every process of a joined session, output for what is subscribed.
 * Matches come to who searches, and each says of which process it is: a search may go through many.
 */
export const streamMessageSchema = z.discriminatedUnion('type', [
  outputMessageSchema,
  z.object({ type: z.literal('status'), ...envelope, data: statusDataSchema }),
  z.object({ type: z.literal('error'), ...envelope, data: streamErrorDataSchema }),
  z.object({
    type: z.literal('search'),
    searchId: z.string(),
    timestamp: z.number(),
    data: searchDataSchema,
  }),
  /** Outputs of several processes, for clients that said at `initialize` that they take it. */
  z.object({ type: z.literal('batch'), timestamp: z.number(), messages: z.array(outputMessageSchema) }),
]);
export type StreamMessage = z.infer<typeof streamMessageSchema>;
export type StatusMessage = Extract<StreamMessage, { type: 'status' }>;
export type OutputMessage = Extract<StreamMessage, { type: 'output' }>;

/** A message about one process. */
export type ProcessMessage = Extract<StreamMessage, { processId: string }>;

/** What a client's listeners get: a batch comes to them as what is in it. */
export type SingleStreamMessage = Exclude<StreamMessage, { type: 'batch' }>;
