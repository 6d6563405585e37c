import * as z from 'zod';
import {
  ackParamsSchema,
  readParamsSchema,
  readResultSchema,
  subscribeParamsSchema,
  subscribeResultSchema,
  unsubscribeParamsSchema,
  unsubscribeResultSchema,
} from './output.ts';
import {
  listParamsSchema,
  processInfoSchema,
  processParamsSchema,
  signalParamsSchema,
  spawnParamsSchema,
  stopParamsSchema,
  waitParamsSchema,
} from './process.ts';
import {
  initializeParamsSchema,
  initializeResultSchema,
  runnerShutdownParamsSchema,
  runnerShutdownResultSchema,
  runnerStatusParamsSchema,
  runnerStatusResultSchema,
} from './runner.ts';
import { searchParamsSchema, searchResultSchema } from './search.ts';
import {
  closeSessionParamsSchema,
  closeSessionResultSchema,
  listSessionsParamsSchema,
  listSessionsResultSchema,
  openSessionParamsSchema,
  openSessionResultSchema,
} from './session.ts';
import { streamMessageSchema } from './stream.ts';
import {
  terminalInputParamsSchema,
  terminalInputResultSchema,
  terminalResizeParamsSchema,
  terminalResizeResultSchema,
} from './terminal.ts';

function request<P extends z.ZodType, R extends z.ZodType>(params: P, result: R): { params: P; result: R } {
  return { params, result };
}

/**
 * Every request, from client to runner: the table of contents of the system. Both sides check what they receive against
 * these schemas, and all types are derived from them. Each is answered exactly once, with the result or with an error
 * whose `data.code` is one of `ErrorCode`.
 */
export const requests = {
  /** The first request of a connection; every other is refused before it. */
  initialize: request(initializeParamsSchema, initializeResultSchema),

  'session/open': request(openSessionParamsSchema, openSessionResultSchema),
  'session/list': request(listSessionsParamsSchema, listSessionsResultSchema),
  'session/close': request(closeSessionParamsSchema, closeSessionResultSchema),

  /** Answers at once; how it goes on comes as statuses. */
  'process/spawn': request(spawnParamsSchema, processInfoSchema),
  'process/list': request(listParamsSchema, z.array(processInfoSchema)),
  'process/get': request(processParamsSchema, processInfoSchema),
  /** Answers when nothing of the process lives any more, or with `STOP_FAILED` that names what does. */
  'process/stop': request(stopParamsSchema, processInfoSchema),
  /** The same with SIGKILL at once. */
  'process/kill': request(processParamsSchema, processInfoSchema),
  /** Sends one signal to the process group and does nothing else. */
  'process/signal': request(signalParamsSchema, processInfoSchema),
  /** Stops it if it runs, then starts it again under the same id. */
  'process/restart': request(processParamsSchema, processInfoSchema),
  'process/wait': request(waitParamsSchema, processInfoSchema),
  /** Forgets a process that has ended, and its output. */
  'process/remove': request(processParamsSchema, processInfoSchema),

  'terminal/input': request(terminalInputParamsSchema, terminalInputResultSchema),
  'terminal/resize': request(terminalResizeParamsSchema, terminalResizeResultSchema),

  'output/subscribe': request(subscribeParamsSchema, subscribeResultSchema),
  'output/unsubscribe': request(unsubscribeParamsSchema, unsubscribeResultSchema),
  'output/read': request(readParamsSchema, readResultSchema),
  /** Matches come as `search` messages of the stream, all before the answer. `$/cancelRequest` ends it at once. */
  'output/search': request(searchParamsSchema, searchResultSchema),

  'runner/status': request(runnerStatusParamsSchema, runnerStatusResultSchema),
  'runner/shutdown': request(runnerShutdownParamsSchema, runnerShutdownResultSchema),
} as const;

/** Notifications from client to runner. */
export const clientNotifications = { 'output/ack': ackParamsSchema } as const;

/** Notifications from runner to client. */
export const runnerNotifications = { stream: streamMessageSchema } as const;

export type RequestMethod = keyof typeof requests;
export type ParamsOf<M extends RequestMethod> = z.infer<(typeof requests)[M]['params']>;
export type ResultOf<M extends RequestMethod> = z.infer<(typeof requests)[M]['result']>;

export type ClientNotificationMethod = keyof typeof clientNotifications;
export type ClientNotificationParams<M extends ClientNotificationMethod> = z.infer<
  (typeof clientNotifications)[M]
>;
