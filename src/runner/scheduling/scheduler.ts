import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Emitter, type Event } from '../../base/emitter.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type {
  EnvironmentLayer,
  ProcessInfo,
  ProcessSpec,
  ProcessState,
  StopSpec,
} from '../../protocol/process.ts';
import type { AdapterRegistry } from '../adapters/adapterRegistry.ts';
import { hasEnded, isActive } from '../domain/processLifecycle.ts';
import { Refusal } from '../domain/refusal.ts';
import { prepareCommand } from '../execution/prepareCommand.ts';
import { isKnownSignal, type RunWorld } from '../execution/run.ts';
import type { OutputWorld } from '../output/outputLog.ts';
import { ManagedProcess } from './managedProcess.ts';
import { processInfoOf } from './processInfo.ts';

/**
 * How many ended processes of a session are remembered, with their logs. A person looks back at the last few; a script that
 * runs thousands must not make the runner grow. Clients are told of every one that is removed.
 */
const MAX_ENDED_PER_SESSION = 200;

/** Something that has happened to a process. */
export interface ProcessChange {
  change: 'created' | 'moved' | 'removed';
  process: ManagedProcess;
  /** The state before, of a move. */
  from?: ProcessState;
}

/** The defaults that a process starts from. */
export interface ProcessHome {
  sessionId: string;
  /** Absolute. */
  cwd: string;
  env: EnvironmentLayer;
}

interface SchedulerOptions {
  world: RunWorld & OutputWorld;
  adapters: AdapterRegistry;
  runnerEnv: NodeJS.ProcessEnv;
  machine: string;
}

/** The single owner of the processes of a runner: nobody else makes, moves or forgets one. */
export class Scheduler {
  private readonly options: SchedulerOptions;
  private readonly processes = new Map<string, ManagedProcess>();
  private readonly restarting = new Map<string, Promise<void>>();
  private readonly changeEmitter = new Emitter<ProcessChange>();
  private readonly outputEmitter = new Emitter<ManagedProcess>();
  private isEnding = false;

  readonly onDidChange: Event<ProcessChange> = this.changeEmitter.event;
  readonly onDidOutput: Event<ManagedProcess> = this.outputEmitter.event;

  constructor(options: SchedulerOptions) {
    this.options = options;
  }

  /** Takes a process on and starts it; refuses what can be seen to be wrong, at once and without a trace. */
  spawn(home: ProcessHome, spec: ProcessSpec): ManagedProcess {
    this.throwIfEnding();
    this.options.adapters.get(spec.adapter ?? 'exec');
    if (spec.stop?.signal !== undefined) checkSignal(spec.stop.signal);
    const process = new ManagedProcess({
      id: this.newId(),
      sessionId: home.sessionId,
      spec,
      cwd: path.resolve(home.cwd, spec.cwd ?? '.'),
      world: this.options.world,
      prepare: (self) => this.prepare(self, home.env),
    });
    this.processes.set(process.id, process);
    process.onDidMove(({ from, to }) => {
      this.changeEmitter.fire({ change: 'moved', process, from: from.kind });
      if (hasEnded(to)) this.forgetOldest(process.sessionId);
    });
    process.onDidOutput(() => {
      this.outputEmitter.fire(process);
    });
    this.changeEmitter.fire({ change: 'created', process });
    this.start(process);
    return process;
  }

  get(id: string): ManagedProcess {
    const process = this.processes.get(id);
    if (process === undefined) throw new Refusal('NO_SUCH_PROCESS', `There is no process "${id}".`);
    return process;
  }

  list(sessionId?: string): ManagedProcess[] {
    const all = [...this.processes.values()];
    return sessionId === undefined ? all : all.filter((process) => process.sessionId === sessionId);
  }

  info(process: ManagedProcess): ProcessInfo {
    return processInfoOf(process, this.options.machine);
  }

  async stop(process: ManagedProcess, how: StopSpec): Promise<void> {
    if (how.signal !== undefined) checkSignal(how.signal);
    await process.stop(how);
    throwIfSurvived(process);
  }

  async kill(process: ManagedProcess): Promise<void> {
    await process.kill();
    throwIfSurvived(process);
  }

  async signal(process: ManagedProcess, signal: string): Promise<void> {
    checkSignal(signal);
    await process.signal(signal);
  }

  /** Ends it if it runs and starts it again. Asked twice at the same time, it is started once. */
  async restart(process: ManagedProcess): Promise<void> {
    const underWay = this.restarting.get(process.id);
    if (underWay !== undefined) return underWay;
    const restart = this.stopAndStart(process).finally(() => this.restarting.delete(process.id));
    this.restarting.set(process.id, restart);
    return restart;
  }

  /** Forgets a process that has ended. */
  remove(process: ManagedProcess): void {
    if (isActive(process.state)) {
      throw new Refusal(
        'PROCESS_ACTIVE',
        `Process ${process.id} is ${process.state.kind}; stop it before removing it.`,
      );
    }
    this.processes.delete(process.id);
    process.output.dispose();
    this.changeEmitter.fire({ change: 'removed', process });
  }

  /** Ends everything of everybody, by force where it must be. From now on nothing is started any more. */
  async stopAll(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.list().map((process) => process.stop({})));
  }

  /** The map keeps the order in which processes were spawned. */
  private forgetOldest(sessionId: string): void {
    const ended = this.list(sessionId).filter(
      (process) => hasEnded(process.state) && !this.restarting.has(process.id),
    );
    for (const process of ended.slice(0, -MAX_ENDED_PER_SESSION)) this.remove(process);
  }

  private async stopAndStart(process: ManagedProcess): Promise<void> {
    // One that could not be ended earlier is over all the same: whoever restarts it knows of the survivors.
    if (!hasEnded(process.state)) {
      await process.stop({});
      throwIfSurvived(process);
    }
    this.throwIfEnding();
    process.requeue();
    await process.start();
  }

  private throwIfEnding(): void {
    if (this.isEnding)
      throw new Refusal('SHUTTING_DOWN', 'This runner is ending and starts nothing any more.');
  }

  private start(process: ManagedProcess): void {
    fireAndForget(process.start(), `Starting process ${process.id}`, this.options.world.logger);
  }

  private prepare(process: ManagedProcess, sessionEnv: EnvironmentLayer): ReturnType<typeof prepareCommand> {
    return prepareCommand(this.options.adapters, {
      processId: process.id,
      spec: process.spec,
      cwd: process.cwd,
      sessionEnv,
      runnerEnv: this.options.runnerEnv,
      terminalSize: process.terminalSize,
    });
  }

  /** Short enough to type, and not to be confused with one of an earlier runner. */
  private newId(): string {
    const id = randomBytes(4).toString('hex');
    return this.processes.has(id) ? this.newId() : id;
  }
}

function checkSignal(signal: string): void {
  if (!isKnownSignal(signal)) throw new Refusal('INVALID_PARAMS', `This platform has no signal "${signal}".`);
}

function throwIfSurvived(process: ManagedProcess): void {
  const { state } = process;
  if (state.kind === 'failed' && state.error.code === 'STOP_FAILED') {
    throw new Refusal('STOP_FAILED', state.error.message);
  }
}
