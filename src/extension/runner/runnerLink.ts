import { delay, type Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { ParamsOf, ResultOf } from '../../protocol/protocol.ts';
import type { SessionInfo } from '../../protocol/session.ts';
import type { SingleStreamMessage } from '../../protocol/stream.ts';
import { answerInTime } from './answerInTime.ts';

/**
 * When a runner is looked for again after the connection broke, in milliseconds after each other. One that another
 * window replaces is back within a second; one that is not there after this is not coming.
 */
const LOOK_AGAIN_AFTER_MS = [0, 250, 250, 250, 250, 500, 500];

/** What the link needs of the world. */
export interface LinkWorld {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Throws the reason, as a sentence for people, where nothing may be started. */
  throwIfForbidden(): void;
  /** The live runner, if there is one; starts none. */
  find(): Promise<RunnerConnection | undefined>;
  /** The live runner, started if need be. */
  start(): Promise<RunnerConnection>;
  /** Which session this window is about. */
  session(): Promise<ParamsOf<'session/open'>>;
}

/** This window's place in a runner. */
export interface JoinedSession {
  readonly connection: RunnerConnection;
  readonly session: SessionInfo;
}

/** This window's one connection to its runner, and its session there. */
export class RunnerLink implements Disposable {
  private readonly world: LinkWorld;
  private readonly attempts = new SerialQueue();
  private readonly connectEmitter = new Emitter<ResultOf<'session/open'>>();
  private readonly loseEmitter = new Emitter<string>();
  private readonly streamEmitter = new Emitter<SingleStreamMessage>();
  private joined: (JoinedSession & { store: DisposableStore }) | undefined;
  private starting: Promise<JoinedSession> | undefined;
  private disposed = false;

  /** Fires when the session has been joined, also again after a break; tells what is in it. */
  readonly onDidConnect = this.connectEmitter.event;
  /** Fires when the runner has gone and does not come back by itself; tells why. */
  readonly onDidLose = this.loseEmitter.event;
  /** Everything the runner streams to this window. */
  readonly onStream = this.streamEmitter.event;

  constructor(world: LinkWorld) {
    this.world = world;
  }

  /** The session as it is joined now. Never starts or waits for anything. */
  current(): JoinedSession | undefined {
    return this.joined;
  }

  /** Joins a runner that lives already. Starts none; resolves with nothing if there is none. */
  attach(): Promise<JoinedSession | undefined> {
    return this.attempts.run(() => this.joinFound());
  }

  /** Joins the runner, started if need be. Calls that come meanwhile share one start, and its failure. */
  ensure(): Promise<JoinedSession> {
    if (this.joined !== undefined) return Promise.resolve(this.joined);
    this.starting ??= this.attempts.run(() => this.joinStarted()).finally(() => (this.starting = undefined));
    return this.starting;
  }

  /** Leaves the runner as it is, with all its processes. */
  dispose(): void {
    this.disposed = true;
    this.joined?.store.dispose();
    this.joined = undefined;
  }

  private async joinFound(): Promise<JoinedSession | undefined> {
    if (this.joined !== undefined || this.disposed) return this.joined;
    const connection = await this.world.find();
    return connection === undefined ? undefined : this.join(connection);
  }

  private async joinStarted(): Promise<JoinedSession> {
    if (this.joined !== undefined) return this.joined;
    this.world.throwIfForbidden();
    return this.join(await this.world.start());
  }

  private async join(connection: RunnerConnection): Promise<JoinedSession> {
    const store = new DisposableStore();
    store.add(connection);
    try {
      // Listened to before it is joined: a status may come right behind the answer.
      store.add(connection.onStream((message) => this.streamEmitter.fire(message)));
      const answer = connection.request('session/open', await this.world.session());
      const opened = await answerInTime(this.world.clock, answer);
      if (this.disposed) throw new Error('The window is closing.');
      store.add(connection.onDidClose((why) => this.onClosed(why)));
      const joined = { connection, session: opened.session, store };
      this.joined = joined;
      this.connectEmitter.fire(opened);
      return joined;
    } catch (error) {
      store.dispose();
      throw error;
    }
  }

  private onClosed(why: string): void {
    this.joined?.store.dispose();
    this.joined = undefined;
    const search = this.attempts.run(() => this.lookAgain(why));
    fireAndForget(search, 'Looking for the runner again', this.world.logger);
  }

  /** A connection can break while the runner lives; only when it is really gone is that told. */
  private async lookAgain(why: string): Promise<void> {
    this.world.logger.warn(`The connection to the runner has ended: ${why}`);
    for (const waitMs of LOOK_AGAIN_AFTER_MS) {
      await delay(this.world.clock, waitMs);
      if (this.disposed) return;
      // Somebody has asked for a runner and is not to wait: the old one is not coming.
      if (this.starting !== undefined) break;
      if ((await this.joinFound().catch((error: unknown) => this.report(error))) !== undefined) return;
    }
    this.loseEmitter.fire(why);
  }

  private report(error: unknown): undefined {
    this.world.logger.error('The runner could not be reached again', error);
  }
}
