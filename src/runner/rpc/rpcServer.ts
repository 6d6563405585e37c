import { timingSafeEqual } from 'node:crypto';
import {
  createMessageConnection,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { withTimeLimit } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import { HANDSHAKE_TIMEOUT_MS, MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from '../../protocol/limits.ts';
import { clientNotifications, requests, type ParamsOf } from '../../protocol/protocol.ts';
import type { InitializeResult } from '../../protocol/runner.ts';
import type { StreamMessage } from '../../protocol/stream.ts';
import type { Client } from '../sessions/client.ts';
import type { Transport } from '../transport/transport.ts';
import { checkParams, isRequestMethod } from './checkParams.ts';
import type { HandledMethod, Handler, Handlers, RunnerServices } from './handler.ts';
import { createHandlers } from './handlers/createHandlers.ts';
import { RunningRequests } from './runningRequests.ts';
import { toWireError, wireError } from './wireErrors.ts';

/** How long a connection may take to let its last answers be written when the runner ends. */
const CLOSE_LIMIT_MS = 1_000;

/** Serves the protocol on any number of transports. */
export class RpcServer {
  private readonly services: RunnerServices;
  private readonly handlers: Handlers;
  private readonly logger: Logger;
  private readonly peers = new Set<Peer>();

  constructor(services: RunnerServices, logger: Logger) {
    this.services = services;
    this.handlers = createHandlers(services);
    this.logger = logger;
  }

  /** Serves one connection until it closes. With a `token`, `initialize` must bring the same. */
  serve(transport: Transport, token?: string): void {
    const { services, handlers, logger } = this;
    const peer = new Peer({ services, handlers, logger, transport, token });
    this.peers.add(peer);
    peer.start(() => this.peers.delete(peer));
  }

  /** Closes every connection, after the answers that are being written; one that does not take them is cut off. */
  async close(): Promise<void> {
    const closed = Promise.all([...this.peers].map((peer) => peer.closeAfterWrites()));
    await withTimeLimit(this.services.clock, CLOSE_LIMIT_MS, closed);
    for (const peer of this.peers) peer.close();
  }
}

interface PeerOptions {
  services: RunnerServices;
  handlers: Handlers;
  logger: Logger;
  transport: Transport;
  token: string | undefined;
}

/** The runner's end of one connection. Nothing but `initialize` works until that has succeeded. */
class Peer {
  private readonly services: RunnerServices;
  private readonly handlers: Handlers;
  private readonly logger: Logger;
  private readonly transport: Transport;
  private readonly token: string | undefined;
  private readonly connection: MessageConnection;
  private readonly running = new RunningRequests();
  private handshakeTimer: Disposable | undefined;
  private client: Client | undefined;

  constructor({ services, handlers, logger, transport, token }: PeerOptions) {
    this.services = services;
    this.handlers = handlers;
    this.logger = logger;
    this.transport = transport;
    this.token = token;
    this.connection = createMessageConnection(transport.reader, transport.writer, {
      error: (text) => {
        logger.debug(text);
      },
      warn: (text) => {
        logger.debug(text);
      },
      info: () => undefined,
      log: () => undefined,
    });
  }

  start(onClosed: () => void): void {
    this.connection.onRequest((method: string, params: unknown, token: CancellationToken) =>
      this.running.track(token, (signal) => this.answer(method, params, signal)),
    );
    this.connection.onNotification((method: string, params: unknown) => {
      this.receive(method, params);
    });
    this.connection.onError(([error]) => {
      this.logger.debug(`A connection failed: ${error.message}`);
    });
    this.transport.onDidClose(() => {
      this.handshakeTimer?.dispose();
      this.connection.dispose();
      this.running.abortAll();
      if (this.client !== undefined) this.services.hub.disconnect(this.client);
      onClosed();
    });
    this.handshakeTimer = this.services.clock.after(HANDSHAKE_TIMEOUT_MS, () => {
      this.close();
    });
    this.connection.listen();
  }

  close(): void {
    this.transport.close();
  }

  closeAfterWrites(): Promise<void> {
    return this.transport.closeAfterWrites();
  }

  private readonly send = (message: StreamMessage): Promise<void> =>
    this.connection.sendNotification('stream', message);

  private async answer(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      if (!isRequestMethod(method)) {
        throw wireError(`This runner has no method "${method}".`, { code: 'METHOD_NOT_FOUND' });
      }
      if (method === 'initialize') return this.initialize(checkParams('initialize', params));
      if (this.client === undefined) {
        throw wireError(`"${method}" came before "initialize".`, { code: 'NOT_INITIALIZED' });
      }
      // The table pairs each method with its own handler; only the link between the two is lost in the lookup.
      const handler = this.handlers[method] as Handler<HandledMethod>;
      return await handler(checkParams(method, params), this.client, { signal, send: this.send });
    } catch (error) {
      throw error instanceof ResponseError ? error : toWireError(error, method, this.logger);
    }
  }

  private initialize({
    protocolVersion,
    client,
    token,
    capabilities,
  }: ParamsOf<'initialize'>): InitializeResult {
    if (this.client !== undefined) {
      throw wireError('This connection is initialized already.', { code: 'ALREADY_INITIALIZED' });
    }
    if (this.token !== undefined && !isSameSecret(token, this.token)) {
      this.closeSoon();
      throw wireError('The token is missing or wrong; it stands in runner.json of the state directory.', {
        code: 'UNAUTHORIZED',
      });
    }
    if (protocolVersion !== PROTOCOL_VERSION) {
      this.closeSoon();
      const message = `This runner speaks protocol version ${String(PROTOCOL_VERSION)}, the client ${String(protocolVersion)}.`;
      throw wireError(message, { code: 'PROTOCOL_MISMATCH' });
    }
    this.handshakeTimer?.dispose();
    this.transport.trust();
    this.client = this.services.hub.connect({
      name: client.name,
      send: this.send,
      takesBatches: capabilities?.batches ?? false,
    });
    return this.greeting();
  }

  private greeting(): InitializeResult {
    const { info, terminalsUnavailable } = this.services;
    return {
      protocolVersion: PROTOCOL_VERSION,
      runner: info,
      capabilities: {
        terminals: terminalsUnavailable === undefined,
        ...(terminalsUnavailable === undefined ? {} : { terminalsUnavailable }),
        methods: Object.keys(requests),
        maxMessageBytes: MAX_MESSAGE_BYTES,
      },
    };
  }

  private receive(method: string, params: unknown): void {
    if (this.client === undefined || method !== 'output/ack') {
      this.logger.debug(`Ignored the notification "${method}"`);
      return;
    }
    const ack = clientNotifications['output/ack'].safeParse(params);
    // A notification has no answer that could carry the fault.
    if (ack.success) this.client.acknowledge(ack.data.processId, ack.data.cursor);
    else this.logger.warn(`A client sent an acknowledgement that is none: ${ack.error.message}`);
  }

  /** Closes once the error answer that is being thrown has had its chance to be written. */
  private closeSoon(): void {
    fireAndForget(this.transport.closeAfterWrites(), 'Closing a refused connection', this.logger);
  }
}

function isSameSecret(given: string | undefined, secret: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}
