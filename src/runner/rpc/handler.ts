import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { ParamsOf, RequestMethod, ResultOf } from '../../protocol/protocol.ts';
import type { RunnerInfo } from '../../protocol/runner.ts';
import type { StreamMessage } from '../../protocol/stream.ts';
import type { ScreenProcess } from '../replay/screenProcess.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { LogSearcher } from '../search/logSearcher.ts';
import type { Client } from '../sessions/client.ts';
import type { ClientHub } from '../sessions/clientHub.ts';
import type { SessionRegistry } from '../sessions/sessionRegistry.ts';

/** What requests act upon. */
export interface RunnerServices {
  clock: Clock;
  logger: Logger;
  scheduler: Scheduler;
  sessions: SessionRegistry;
  hub: ClientHub;
  /** Builds the screens of terminals. */
  screens: ScreenProcess;
  searcher: LogSearcher;
  info: RunnerInfo;
  /** Why processes cannot have a terminal here, if they cannot. */
  terminalsUnavailable: string | undefined;
  /** Begins the orderly end of the runner; resolves when every process has been ended. */
  shutDown: () => Promise<void>;
}

/** `initialize` is the connection's own business; every other request has a handler. */
export type HandledMethod = Exclude<RequestMethod, 'initialize'>;

/** One request on its way, for the handlers of those that take long. */
export interface RequestContext {
  /** Aborted when the client no longer waits for the answer: it has cancelled the request, or is gone. */
  readonly signal: AbortSignal;
  /** Streams a message to the client before the answer; resolves when the connection has taken it. */
  readonly send: (message: StreamMessage) => Promise<void>;
}

/** Answers one request of an initialized client. Throws a `Refusal` for what cannot be granted. */
export type Handler<M extends HandledMethod> = (
  params: ParamsOf<M>,
  client: Client,
  context: RequestContext,
) => ResultOf<M> | Promise<ResultOf<M>>;

/** The handlers of one group of methods, or of all: one that is missing does not compile. */
export type Handlers<M extends HandledMethod = HandledMethod> = { [K in M]: Handler<K> };
