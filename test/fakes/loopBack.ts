import { duplexPair, type Duplex } from 'node:stream';
import {
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { silentLogger, type Logger } from '../../src/base/logger.ts';
import type { ErrorData } from '../../src/protocol/errors.ts';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.ts';
import type { ParamsOf, RequestMethod, ResultOf } from '../../src/protocol/protocol.ts';
import type { StreamMessage } from '../../src/protocol/stream.ts';
import { AdapterRegistry } from '../../src/runner/adapters/adapterRegistry.ts';
import type { RunnerServices } from '../../src/runner/rpc/handler.ts';
import { RpcServer } from '../../src/runner/rpc/rpcServer.ts';
import { Scheduler } from '../../src/runner/scheduling/scheduler.ts';
import { ClientHub } from '../../src/runner/sessions/clientHub.ts';
import { SessionRegistry } from '../../src/runner/sessions/sessionRegistry.ts';
import { StreamTransport } from '../../src/runner/transport/streamTransport.ts';
import { FakeWorld } from './fakeWorld.ts';

interface LoopBackOptions extends Partial<Pick<RunnerServices, 'shutDown' | 'terminalsUnavailable'>> {
  token?: string;
}

/** The runner's side of the conversation in a fake world, and any number of clients on streams in memory. */
export class LoopBack {
  readonly world = new FakeWorld();
  readonly errors: string[] = [];
  readonly services: RunnerServices;
  readonly server: RpcServer;
  private readonly token: string | undefined;
  private readonly clients: LoopBackClient[] = [];

  constructor({ token, ...services }: LoopBackOptions = {}) {
    this.token = token;
    const { world } = this;
    const logger: Logger = { ...silentLogger, error: (message) => this.errors.push(message) };
    const scheduler = new Scheduler({
      world,
      adapters: new AdapterRegistry(),
      runnerEnv: {},
      machine: 'here',
    });
    const hub = new ClientHub(world.clock, scheduler, logger);
    hub.start();
    this.services = {
      clock: world.clock,
      logger,
      scheduler,
      hub,
      sessions: new SessionRegistry('/default'),
      // These are processes of their own, which have tests of their own.
      screens: undefined as never,
      searcher: undefined as never,
      info: { version: '1.2.3', buildId: 'b', pid: 1, platform: 'linux', startedAtMs: 5 },
      terminalsUnavailable: undefined,
      shutDown: () => scheduler.stopAll(),
      ...services,
    };
    this.server = new RpcServer(this.services, logger);
  }

  /** A connection over which nothing has been said. */
  connect(): LoopBackClient {
    const [near, far] = duplexPair();
    this.server.serve(new StreamTransport({ input: far, output: far, logger: silentLogger }), this.token);
    const client = new LoopBackClient(near);
    this.clients.push(client);
    return client;
  }

  /** A client that has introduced itself. */
  async client(): Promise<LoopBackClient> {
    const client = this.connect();
    await client.initialize(this.token === undefined ? {} : { token: this.token });
    return client;
  }

  /** Closes everything. */
  dispose(): void {
    for (const client of this.clients) client.dispose();
  }
}

/** How a request was refused. */
export interface WireRefusal {
  number: number;
  message: string;
  data: ErrorData;
}

export class LoopBackClient {
  readonly streamed: StreamMessage[] = [];
  readonly socket: Duplex;
  readonly connection: MessageConnection;

  constructor(socket: Duplex) {
    this.socket = socket;
    this.connection = createMessageConnection(
      new StreamMessageReader(socket),
      new StreamMessageWriter(socket),
    );
    this.connection.onNotification('stream', (message: StreamMessage) => {
      this.streamed.push(message);
    });
    // A runner that hangs up is what some tests are about.
    this.connection.onError(() => undefined);
    this.connection.listen();
  }

  initialize(more: Partial<ParamsOf<'initialize'>> = {}): Promise<ResultOf<'initialize'>> {
    const client = { name: 'test', version: '0' };
    return this.request('initialize', { protocolVersion: PROTOCOL_VERSION, client, ...more });
  }

  request<M extends RequestMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    return this.connection.sendRequest(method, params);
  }

  /** What a request that must be refused is refused with; it may be one that the types do not allow. */
  async refusal(method: string, params?: unknown): Promise<WireRefusal> {
    try {
      const result: unknown = await (params === undefined
        ? this.connection.sendRequest(method)
        : this.connection.sendRequest(method, params));
      throw new Error(`${method} was answered: ${JSON.stringify(result)}`);
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      return { number: error.code, message: error.message, data: error.data as ErrorData };
    }
  }

  get isClosed(): boolean {
    return this.socket.destroyed || this.socket.readableEnded;
  }

  /** What was streamed so far, in short. */
  get heard(): string[] {
    return this.streamed.map((message) => {
      if (message.type === 'status') return `${message.data.change} ${message.data.state}`;
      return message.type === 'output' ? `output ${message.data.content}` : message.type;
    });
  }

  dispose(): void {
    this.connection.dispose();
    this.socket.destroy();
  }
}
