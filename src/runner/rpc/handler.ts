import type { Clock } from '../../base/clock.ts';
import type { ParamsOf, RequestMethod, ResultOf } from '../../protocol/protocol.ts';
import type { RunnerInfo } from '../../protocol/runner.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { Client } from '../sessions/client.ts';
import type { ClientHub } from '../sessions/clientHub.ts';
import type { SessionRegistry } from '../sessions/sessionRegistry.ts';

/** What requests act upon. */
export interface RunnerServices {
  clock: Clock;
  scheduler: Scheduler;
  sessions: SessionRegistry;
  hub: ClientHub;
  info: RunnerInfo;
  /** Why processes cannot have a terminal here, if they cannot. */
  terminalsUnavailable: string | undefined;
  /** Begins the orderly end of the runner; resolves when every process has been ended. */
  shutDown: () => Promise<void>;
}

/** `initialize` is the connection's own business; every other request has a handler. */
export type HandledMethod = Exclude<RequestMethod, 'initialize'>;

/** Answers one request of an initialized client. Throws a `Refusal` for what cannot be granted. */
export type Handler<M extends HandledMethod> = (
  params: ParamsOf<M>,
  client: Client,
) => ResultOf<M> | Promise<ResultOf<M>>;

/** The handlers of one group of methods, or of all: one that is missing does not compile. */
export type Handlers<M extends HandledMethod = HandledMethod> = { [K in M]: Handler<K> };
