import { setImmediate } from 'node:timers/promises';
import { createMessageConnection, Message, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { Emitter } from '../base/emitter.ts';
import { errorText } from '../base/errorText.ts';
import { fireAndForget } from '../base/fireAndForget.ts';
import type { Logger } from '../base/logger.ts';
import { describeSchemaError } from '../protocol/describeSchemaError.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/limits.ts';
import {
  requests,
  type ClientNotificationMethod,
  type ClientNotificationParams,
  type ParamsOf,
  type RequestMethod,
  type ResultOf,
} from '../protocol/protocol.ts';
import type { SingleStreamMessage, StreamMessage } from '../protocol/stream.ts';
import type { ConnectionStreams } from './connectionStreams.ts';
import { FrameWriter } from '../wire/frameWriter.ts';
import { FrameReader } from './frameReader.ts';
import { parseStreamMessage } from './parseStreamMessage.ts';
import type { RequestOptions, RunnerConnection } from './runnerConnection.ts';
import { RunnerError } from './runnerError.ts';
import { SignalToken } from './signalToken.ts';
import { fromWireError, isConnectionFault } from './wireError.ts';

/**
 * What this side holds of one message. More than a runner takes: its list of all processes may be long, and it is no
 * stranger. The bound is for a peer that is no runner at all.
 */
const MAX_INCOMING_BYTES = 4 * MAX_MESSAGE_BYTES;

/** What JSON-RPC puts around the parameters: version, id and method. */
const ENVELOPE_BYTES = 128;

/**
 * The wire under a `RunnerConnection`: requests, notifications and the stream, all checked against the protocol, with
 * every way in which it can end made one. It does not know the handshake.
 */
export class Conversation implements Omit<RunnerConnection, 'greeting'> {
  /** What the other side accepts; it may ask for less than the protocol's own limit. */
  maxMessageBytes = MAX_MESSAGE_BYTES;
  private readonly streams: ConnectionStreams;
  private readonly logger: Logger;
  private readonly rpc: MessageConnection;
  private readonly streamEmitter = new Emitter<SingleStreamMessage>();
  private readonly closeEmitter = new Emitter<string>();
  private handledCount = 0;
  private endError: RunnerError | undefined;

  readonly onStream = this.streamEmitter.event;
  readonly onDidClose = this.closeEmitter.event;

  constructor(streams: ConnectionStreams, logger: Logger) {
    this.streams = streams;
    this.logger = logger;
    const reader = new FrameReader(streams.readable, MAX_INCOMING_BYTES);
    const writer = new FrameWriter(streams.writable);
    this.rpc = createMessageConnection(reader, writer, undefined, {
      messageStrategy: { handleMessage: (message, next) => this.handle(message, next) },
    });
  }

  /** Begins to read. */
  start(): void {
    this.rpc.onError(([error]) => this.endNow(asRunnerError(error)));
    this.rpc.onClose(() => fireAndForget(this.endWhenHandled(), 'Closing a connection', this.logger));
    this.rpc.onNotification('stream', (params: unknown) => this.receive(params));
    this.rpc.listen();
  }

  async request<M extends RequestMethod>(
    method: M,
    params: ParamsOf<M>,
    { signal }: RequestOptions = {},
  ): Promise<ResultOf<M>> {
    this.throwIfUnsendable(method, params);
    const answer = await this.ask(method, params, signal);
    const result = requests[method].result.safeParse(answer);
    if (result.success) return result.data as ResultOf<M>;
    const { message } = describeSchemaError(result.error);
    throw new RunnerError(
      'BAD_ANSWER',
      `The runner's answer to "${method}" is not what it should be: ${message}`,
    );
  }

  private async ask(method: string, params: object, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted === true) throw new RunnerError('CANCELLED', `"${method}" was not asked any more.`);
    const token = signal === undefined ? undefined : new SignalToken(signal);
    try {
      return await (token === undefined
        ? this.rpc.sendRequest<unknown>(method, params)
        : this.rpc.sendRequest<unknown>(method, params, token));
    } catch (error) {
      throw this.failure(method, error);
    } finally {
      token?.dispose();
    }
  }

  async notify<M extends ClientNotificationMethod>(
    method: M,
    params: ClientNotificationParams<M>,
  ): Promise<void> {
    this.throwIfUnsendable(method, params);
    try {
      await this.rpc.sendNotification(method, params);
    } catch (error) {
      throw this.failure(method, error);
    }
  }

  dispose(): void {
    this.release(
      new RunnerError('CONNECTION_CLOSED', 'This client has closed the connection to the runner.'),
    );
  }

  private throwIfUnsendable(method: string, params: unknown): void {
    if (this.endError !== undefined) throw this.endError;
    const bytes = Buffer.byteLength(JSON.stringify(params)) + ENVELOPE_BYTES;
    if (bytes <= this.maxMessageBytes) return;
    throw new RunnerError(
      'MESSAGE_TOO_LARGE',
      `"${method}" would be a message of ${bytes} bytes; the runner accepts ${this.maxMessageBytes}.`,
    );
  }

  private failure(method: string, error: unknown): RunnerError {
    if (error instanceof ResponseError && !isConnectionFault(error)) return fromWireError(method, error);
    if (this.endError !== undefined) return this.endError;
    return new RunnerError(
      'CONNECTION_CLOSED',
      `The connection to the runner ended before "${method}" was answered (${errorText(error)}).`,
    );
  }

  private handle(message: Message, next: (message: Message) => void | Promise<void>): void | Promise<void> {
    this.handledCount++;
    // Answered without an id: the runner could not make out which request it refuses, and will not go on.
    if (Message.isResponse(message) && message.id === null && message.error !== undefined) {
      const { error } = message;
      return this.endNow(
        fromWireError('a message', new ResponseError<unknown>(error.code, error.message, error.data)),
      );
    }
    return next(message);
  }

  private receive(params: unknown): void {
    if (this.endError !== undefined) return;
    let message: StreamMessage | undefined;
    try {
      message = parseStreamMessage(params);
    } catch (error) {
      return this.endNow(asRunnerError(error));
    }
    if (message === undefined) return this.logger.debug('Ignored a stream message of a kind unknown here');
    for (const single of message.type === 'batch' ? message.messages : [message]) this.emit(single);
  }

  private emit(message: SingleStreamMessage): void {
    try {
      this.streamEmitter.fire(message);
    } catch (error) {
      this.logger.error('A listener of the stream failed', error);
    }
  }

  /** What was received before the end still counts: the last answer often says why it ended. */
  private async endWhenHandled(): Promise<void> {
    let before: number;
    do {
      before = this.handledCount;
      // The library hands on one message in each round of the event loop, until none is left.
      await setImmediate();
      await setImmediate();
    } while (this.handledCount > before);
    this.endNow(new RunnerError('CONNECTION_CLOSED', 'The runner has closed the connection.'));
  }

  private endNow(error: RunnerError): void {
    if (this.endError !== undefined) return;
    this.release(error);
    this.closeEmitter.fire(error.message);
    this.closeEmitter.dispose();
  }

  private release(error: RunnerError): void {
    if (this.endError !== undefined) return;
    this.endError = error;
    this.streamEmitter.dispose();
    // Rejects what is pending; the library itself would leave it hanging.
    this.rpc.dispose();
    this.streams.readable.destroy();
    this.streams.writable.destroy();
  }
}

function asRunnerError(error: unknown): RunnerError {
  if (error instanceof RunnerError) return error;
  return new RunnerError('CONNECTION_CLOSED', `The connection to the runner broke: ${errorText(error)}`);
}
