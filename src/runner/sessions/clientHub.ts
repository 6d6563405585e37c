import type { Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ProcessMessage, StatusMessage } from '../../protocol/stream.ts';
import type { ManagedProcess } from '../scheduling/managedProcess.ts';
import type { ProcessChange, Scheduler } from '../scheduling/scheduler.ts';
import { Client } from './client.ts';
import { Outbox, type Send } from './outbox.ts';

/** Who connects, and how it is sent to. */
interface ConnectRequest {
  name: string;
  send: Send;
  /** Whether the client takes the output of several processes in one message. */
  takesBatches: boolean;
}

/** All clients of a runner: carries every change and every new output to those who want to hear of it. */
export class ClientHub implements Disposable {
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly scheduler: Scheduler;
  private readonly clients = new Set<Client>();
  private readonly store = new DisposableStore();
  private readonly countEmitter = new Emitter<number>();

  /** The number of clients has changed. */
  readonly onDidChangeCount: Event<number> = this.countEmitter.event;

  constructor(clock: Clock, scheduler: Scheduler, logger: Logger) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.logger = logger;
  }

  /** Begins to listen to the scheduler. */
  start(): void {
    this.store.add(
      this.scheduler.onDidChange((change) => {
        this.broadcast(change);
      }),
    );
    this.store.add(
      this.scheduler.onDidOutput((process) => {
        for (const client of this.clients) client.wakeFor(process);
      }),
    );
  }

  get count(): number {
    return this.clients.size;
  }

  connect({ name, send, takesBatches }: ConnectRequest): Client {
    const { clock, logger } = this;
    const client = new Client(name, new Outbox({ clock, logger, send, takesBatches }));
    this.clients.add(client);
    this.countEmitter.fire(this.clients.size);
    return client;
  }

  /** Forgets a client whose connection has ended, and stops what was to live no longer than it. */
  disconnect(client: Client): void {
    if (!this.clients.delete(client)) return;
    client.close();
    for (const process of client.wardsToStop) {
      fireAndForget(
        this.scheduler.stop(process, {}),
        `Stopping process ${process.id} after its client`,
        this.logger,
      );
    }
    this.countEmitter.fire(this.clients.size);
  }

  /** Tells those who look at a process of a fault that does not end it. */
  warn(process: ManagedProcess, code: ErrorCode, message: string): void {
    const { id, sessionId } = process;
    const timestamp = this.clock.nowMs();
    const warning: ProcessMessage = {
      type: 'error',
      sessionId,
      processId: id,
      timestamp,
      data: { code, message },
    };
    for (const client of this.clients) client.warn(warning);
  }

  dispose(): void {
    this.store.dispose();
    for (const client of this.clients) client.close();
    this.clients.clear();
  }

  private broadcast(change: ProcessChange): void {
    const { process, from } = change;
    const info = this.scheduler.info(process);
    const message: StatusMessage = {
      type: 'status',
      sessionId: process.sessionId,
      processId: process.id,
      timestamp: this.clock.nowMs(),
      data: {
        change: change.change,
        state: info.state,
        process: info,
        ...(from === undefined ? {} : { from }),
      },
    };
    for (const client of this.clients) client.notify(change, message);
  }
}
