import * as z from 'zod';
import { MAX_OUTPUT_CHUNK_BYTES, MAX_WINDOW_BYTES, MIN_WINDOW_BYTES } from './limits.ts';
import { terminalColsSchema, terminalRowsSchema } from './process.ts';

export const outputStreamSchema = z.enum(['stdout', 'stderr']);
export type OutputStream = z.infer<typeof outputStreamSchema>;

/** Text that is valid UTF-8 travels as it is; anything else as base64, so that it comes back byte for byte. */
export const contentEncodingSchema = z.enum(['utf8', 'base64']);
export type ContentEncoding = z.infer<typeof contentEncodingSchema>;

/**
 * A place in a process's output: the number of bytes of both streams, in order of arrival, before it. It grows over all
 * runs of the process and never goes back.
 */
const cursor = z.int().min(0);

/** `start` is the oldest byte still kept, `tail` the end of what there is now. */
export const outputStartSchema = z.union([z.enum(['start', 'tail']), cursor]);
export type OutputStart = z.infer<typeof outputStartSchema>;

export const outputDataSchema = z.object({
  stream: outputStreamSchema,
  content: z.string(),
  encoding: contentEncodingSchema,
  /** The place just past the content. */
  cursor,
  /** Bytes between the previous message and this one that are no longer kept, or were left out for a slow subscriber. */
  skippedBytes: z.int().min(1).exactOptional(),
  /** Where the output ended when this was sent, if there was more: it tells a subscriber how far behind it is. */
  endCursor: cursor.exactOptional(),
});
/** A piece of output as it travels in `stream`. */
export type OutputData = z.infer<typeof outputDataSchema>;

/**
 * `screen` is what a terminal shows that was attached all the time: the answer has a snapshot, and what follows begins
 * where that ends. Of a process without a terminal it is the last lines, which follow as any output does.
 */
const subscribeStartSchema = z.union([outputStartSchema, z.literal('screen')]);
export type SubscribeStart = z.infer<typeof subscribeStartSchema>;

/** Output that brings a fresh terminal of this size to a screen; only a fresh one, or one that was reset (`ESC c`). */
export const outputSnapshotSchema = z.object({
  content: z.string(),
  cols: terminalColsSchema,
  rows: terminalRowsSchema,
});
export type OutputSnapshot = z.infer<typeof outputSnapshotSchema>;

export const subscribeParamsSchema = z.strictObject({
  processId: z.string().min(1),
  from: subscribeStartSchema,
  /** The size of the terminal that will show a `screen`; without it, the size that the process's terminal has. */
  cols: terminalColsSchema.exactOptional(),
  rows: terminalRowsSchema.exactOptional(),
  /** How many bytes may be on their way, not yet acknowledged. */
  windowBytes: z.int().min(MIN_WINDOW_BYTES).max(MAX_WINDOW_BYTES).exactOptional(),
  /**
   * `skip` (default): the process never waits for this client, which may miss what is not kept any more. `pause`: the
   * process waits while this client is more than a MiB behind.
   */
  whenSlow: z.enum(['skip', 'pause']).exactOptional(),
});
/**
 * `cursor` is where the output begins that follows. Where no snapshot could be made of a `screen`, there is none, and the
 * output that is still kept follows as it is.
 */
export const subscribeResultSchema = z.object({ cursor, snapshot: outputSnapshotSchema.exactOptional() });
export type SubscribeResult = z.infer<typeof subscribeResultSchema>;

export const unsubscribeParamsSchema = z.strictObject({ processId: z.string().min(1) });
export const unsubscribeResultSchema = z.strictObject({});

/** Tells that everything before `cursor` was dealt with, which frees that much of the window. */
export const ackParamsSchema = z.strictObject({ processId: z.string().min(1), cursor });

export const readParamsSchema = z.strictObject({
  processId: z.string().min(1),
  from: outputStartSchema,
  maxBytes: z
    .int()
    .min(1)
    .max(16 * MAX_OUTPUT_CHUNK_BYTES)
    .exactOptional(),
});
export const readResultSchema = z.object({
  /** Both streams, in order of arrival. */
  content: z.string(),
  encoding: contentEncodingSchema,
  /** Where to read on. */
  cursor,
  /** Where the output ends for now. */
  endCursor: cursor,
  skippedBytes: z.int().min(1).exactOptional(),
});
export type ReadResult = z.infer<typeof readResultSchema>;
