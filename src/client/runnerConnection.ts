import type { Disposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import type {
  ClientNotificationMethod,
  ClientNotificationParams,
  ParamsOf,
  RequestMethod,
  ResultOf,
} from '../protocol/protocol.ts';
import type { InitializeResult } from '../protocol/runner.ts';
import type { SingleStreamMessage } from '../protocol/stream.ts';

/** How a request is made. */
export interface RequestOptions {
  /** Takes the request back: the runner is told, and answers with what it has come to, mostly with `CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
}

/** One authenticated conversation with a live runner. Disposing it leaves the runner and its processes as they are. */
export interface RunnerConnection extends Disposable {
  /** What the runner said of itself at `initialize`. */
  readonly greeting: InitializeResult;

  /**
   * Asks and waits for the answer. Rejects with a `RunnerError`: the runner's own refusal, or that the connection
   * closed, or that the message is too large to be sent. Never hangs on a closed connection.
   */
  request<M extends RequestMethod>(
    method: M,
    params: ParamsOf<M>,
    options?: RequestOptions,
  ): Promise<ResultOf<M>>;

  /** Resolves when the message was written, which makes it back-pressure; rejects with a `RunnerError`. */
  notify<M extends ClientNotificationMethod>(method: M, params: ClientNotificationParams<M>): Promise<void>;

  /** Everything the runner streams to this client, in order, batches taken apart. */
  readonly onStream: Event<SingleStreamMessage>;

  /** Fires once when the conversation has ended for whatever reason but `dispose()`; says why in a sentence. */
  readonly onDidClose: Event<string>;
}
