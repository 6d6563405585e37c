import { createServer, type Server } from 'node:net';
import {
  ResponseError,
  createMessageConnection,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import { MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from '../../src/protocol/limits.ts';
import type { ParamsOf, RequestMethod, ResultOf } from '../../src/protocol/protocol.ts';
import type { InitializeResult } from '../../src/protocol/runner.ts';
import type { StreamMessage } from '../../src/protocol/stream.ts';
import type { ConnectionStreams } from '../../src/client/connectionStreams.ts';

/** How a fake runner answers; a method without an entry is unknown to it. An answer may be wrong on purpose. */
export type FakeHandlers = {
  [M in RequestMethod]?: (
    params: ParamsOf<M>,
    token: CancellationToken,
  ) => ResultOf<M> | Promise<ResultOf<M>> | WrongAnswer;
};

interface WrongAnswer {
  readonly wrong: unknown;
}

/** An answer that the types would not let through. */
export function wrong(answer: unknown): WrongAnswer {
  return { wrong: answer };
}

/** A refusal as a real runner words it on the wire. */
export function refusal(code: ErrorCode, message: string, errno?: string): ResponseError<unknown> {
  return new ResponseError(-32_000, message, { code, ...(errno === undefined ? {} : { errno }) });
}

/** Speaks the protocol through the real library, answers what the test says, and remembers what it was asked. */
export class FakeRunner {
  readonly asked: { method: string; params: unknown }[] = [];
  readonly acknowledged: number[] = [];
  readonly connections: MessageConnection[] = [];
  greeting: InitializeResult = {
    protocolVersion: PROTOCOL_VERSION,
    runner: { version: '9.9.9', buildId: 'fake', pid: process.pid, platform: 'linux', startedAtMs: 0 },
    capabilities: { terminals: true, methods: [], maxMessageBytes: MAX_MESSAGE_BYTES },
  };
  private readonly handlers: FakeHandlers;

  constructor(handlers: FakeHandlers = {}) {
    this.handlers = { initialize: () => this.greeting, ...handlers };
  }

  /** Answers on one pair of streams. */
  serve({ readable, writable }: ConnectionStreams): void {
    const connection = createMessageConnection(readable, writable);
    this.connections.push(connection);
    connection.onRequest((method, params, token) => this.answer({ method, params }, token));
    connection.onNotification('output/ack', ({ cursor }: { cursor: number }) => {
      this.acknowledged.push(cursor);
    });
    // A client that has gone is no news to a fake.
    connection.onError(() => undefined);
    connection.listen();
  }

  /** Answers whoever connects to a socket. */
  async listen(socketPath: string): Promise<Server> {
    const server = createServer((socket) => this.serve({ readable: socket, writable: socket }));
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    return server;
  }

  /** Sends to every connection; resolves when it is written. */
  async stream(message: StreamMessage | WrongAnswer): Promise<void> {
    const params = 'wrong' in message ? message.wrong : message;
    await Promise.all(this.connections.map((connection) => connection.sendNotification('stream', params)));
  }

  methodsAsked(): string[] {
    return this.asked.map(({ method }) => method);
  }

  private async answer(
    request: { method: string; params: unknown },
    token: CancellationToken,
  ): Promise<unknown> {
    this.asked.push(request);
    const { method, params } = request;
    const handlers = this.handlers as Record<
      string,
      ((params: unknown, token: CancellationToken) => unknown) | undefined
    >;
    const handler = handlers[method];
    if (handler === undefined) throw new ResponseError(-32_601, `Unhandled method ${method}`);
    const answer = await handler(params, token);
    return typeof answer === 'object' && answer !== null && 'wrong' in answer ? answer.wrong : answer;
  }
}
