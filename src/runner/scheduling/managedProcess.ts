import { Emitter } from '../../base/emitter.ts';
import { errorText } from '../../base/errorText.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { ProcessSpec, StopSpec } from '../../protocol/process.ts';
import {
  hasEnded,
  isActive,
  transition,
  type LifecycleEvent,
  type LifecycleState,
} from '../domain/processLifecycle.ts';
import { Refusal } from '../domain/refusal.ts';
import {
  startRun,
  type Run,
  type RunCommand,
  type RunEnd,
  type RunStart,
  type RunWorld,
  type Termination,
} from '../execution/run.ts';
import { OutputHolds } from './outputHolds.ts';
import { ReplayJournal } from '../replay/replayJournal.ts';
import { OutputLog, type OutputWorld } from '../output/outputLog.ts';

/** How long the polite way of stopping may take, unless the spec says otherwise. */
const DEFAULT_GRACE_MS = 5_000;

/** A move of a process between two states. */
export interface Move {
  process: ManagedProcess;
  from: LifecycleState;
  to: LifecycleState;
}

/** Makes the exact command of the next run; refuses what cannot be one. */
export type PrepareCommand = (process: ManagedProcess) => RunCommand;

interface ManagedProcessOptions {
  id: string;
  sessionId: string;
  spec: ProcessSpec;
  cwd: string;
  world: RunWorld & OutputWorld;
  prepare: PrepareCommand;
}

/**
 * What a user asked to run, over all its runs: its state, which only `processLifecycle` moves, its output, and the run
 * that is under way.
 */
export class ManagedProcess {
  readonly id: string;
  readonly sessionId: string;
  readonly spec: ProcessSpec;
  readonly cwd: string;
  readonly createdAtMs: number;
  readonly output: OutputLog;
  /** What its screen is built from, if it has a terminal. */
  readonly journal: ReplayJournal | undefined;

  private readonly world: RunWorld & OutputWorld;
  private readonly prepare: PrepareCommand;
  private readonly moveEmitter = new Emitter<Move>();
  private readonly outputEmitter = new Emitter<ManagedProcess>();
  private readonly holds = new OutputHolds();
  private lifecycle: LifecycleState = { kind: 'pending' };
  private currentRun: Run | undefined;
  private runCount = 0;
  private restartCount = 0;
  private runStartCursor = 0;
  private size: { cols: number; rows: number };
  private terminationWish: { signal: string; graceMs: number } | undefined;

  constructor(options: ManagedProcessOptions) {
    this.id = options.id;
    this.sessionId = options.sessionId;
    this.spec = options.spec;
    this.cwd = options.cwd;
    this.world = options.world;
    this.prepare = options.prepare;
    this.output = new OutputLog(options.world, options.id, {
      pauseOutput: () => {
        this.holds.hold(this.output);
      },
      resumeOutput: () => {
        this.holds.release(this.output);
      },
    });
    this.createdAtMs = options.world.clock.nowMs();
    this.size = { cols: options.spec.cols ?? 80, rows: options.spec.rows ?? 30 };
    this.journal = options.spec.interactive === true ? new ReplayJournal(this.size) : undefined;
  }

  /** Every move, after it has been made. */
  get onDidMove(): Emitter<Move>['event'] {
    return this.moveEmitter.event;
  }

  /** New output is in the ring. */
  get onDidOutput(): Emitter<ManagedProcess>['event'] {
    return this.outputEmitter.event;
  }

  get state(): LifecycleState {
    return this.lifecycle;
  }

  /** Number of the current or last run, from 1. */
  get run(): number {
    return this.runCount;
  }

  get restarts(): number {
    return this.restartCount;
  }

  /** Where the current run's output begins. */
  get runCursor(): number {
    return this.runStartCursor;
  }

  /** The terminal's size, for a process that has one. */
  get terminalSize(): { cols: number; rows: number } {
    return this.size;
  }

  /** Starts a pending process. Resolves when it runs or could not be started; the state tells which. */
  async start(): Promise<void> {
    if (this.lifecycle.kind !== 'pending') return;
    this.runCount++;
    this.runStartCursor = this.output.endCursor;
    this.output.beginRun(this.runCount);
    if (this.runCount > 1) this.journal?.beginRun();
    this.move({ kind: 'start' });
    const start = await this.startRun();
    const atMs = this.world.clock.nowMs();
    if (start.kind === 'failed') await this.conclude({ kind: 'spawnFailed', error: start.error, atMs });
    else this.attach(start.run, atMs);
  }

  /** Ends it and everything that grew from it; resolves when that is certain. Joins a stop that is under way. */
  async stop(how: StopSpec): Promise<void> {
    await this.end({
      signal: how.signal ?? this.spec.stop?.signal ?? 'SIGTERM',
      graceMs: how.graceMs ?? this.spec.stop?.graceMs ?? DEFAULT_GRACE_MS,
    });
  }

  /** The same by force, at once, also when a polite stop is under way. */
  async kill(): Promise<void> {
    await this.end({ signal: 'SIGKILL', graceMs: 0 });
  }

  /** Makes an ended process pending again. */
  requeue(): void {
    if (!this.move({ kind: 'requeue' }))
      throw new Refusal('PROCESS_ACTIVE', `Process ${this.id} has not ended.`);
    this.restartCount++;
  }

  async signal(signal: string): Promise<void> {
    await this.liveRun().signal(signal);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.liveRun().write(bytes);
  }

  closeInput(): void {
    this.liveRun().closeInput();
  }

  /** Remembers the size for the next run, and tells the current one. */
  resize(cols: number, rows: number): void {
    if (this.spec.interactive !== true) {
      throw new Refusal(
        'NOT_A_TERMINAL',
        `Process ${this.id} has no terminal; spawn it with "interactive": true.`,
      );
    }
    this.size = { cols, rows };
    this.journal?.resize(this.size);
    this.currentRun?.resize(cols, rows);
  }

  /** Tells the program a size, to make it draw; the terminal's own stays what it is. */
  pretendSize(cols: number, rows: number): void {
    this.currentRun?.resize(cols, rows);
  }

  /** Makes the process wait until `releaseOutput` is called with the same holder. */
  holdOutput(holder: object): void {
    this.holds.hold(holder);
  }

  releaseOutput(holder: object): void {
    this.holds.release(holder);
  }

  private async startRun(): Promise<RunStart> {
    try {
      return await startRun(this.world, this.prepare(this), (stream, bytes) => {
        this.journal?.append(bytes);
        this.output.append(stream, bytes);
        this.outputEmitter.fire(this);
      });
    } catch (error) {
      // A fault of ours; the process must not be starting for ever.
      this.world.logger.error(`Starting process ${this.id} failed`, error);
      const message = `It could not be started: ${errorText(error)}`;
      return { kind: 'failed', error: { code: 'SPAWN_FAILED', message } };
    }
  }

  private attach(run: Run, atMs: number): void {
    this.currentRun = run;
    this.holds.attach(run);
    this.move({ kind: 'spawned', pid: run.pid, atMs });
    fireAndForget(
      run.ended.then((end) => this.onRunEnded(run, end)),
      `Following process ${this.id}`,
      this.world.logger,
    );
    // A stop that came while the child was being made.
    if (this.terminationWish !== undefined) this.beginTermination(run);
  }

  private async end(wish: { signal: string; graceMs: number }): Promise<void> {
    this.move({ kind: 'stop', cause: 'cancelled', atMs: this.world.clock.nowMs() });
    if (this.lifecycle.kind !== 'stopping') return;
    const isFirst = this.terminationWish === undefined;
    // What is to be killed is not spared by whoever asks politely after that.
    if (this.terminationWish?.signal !== 'SIGKILL') this.terminationWish = wish;
    const run = this.currentRun;
    if (run !== undefined && isFirst) this.beginTermination(run);
    else if (run !== undefined && wish.signal === 'SIGKILL') await run.kill();
    await this.untilEnded();
  }

  private beginTermination(run: Run): void {
    const { signal, graceMs } = this.terminationWish ?? { signal: 'SIGTERM', graceMs: DEFAULT_GRACE_MS };
    const termination = run.terminate(signal, graceMs).then(
      (outcome) => this.onTerminated(run, outcome),
      // Not even knowing whether it is gone is a failed stop; the process must not be stopping for ever.
      (error: unknown) => this.fail(run, errorText(error)),
    );
    fireAndForget(termination, `Ending process ${this.id}`, this.world.logger);
  }

  private async onTerminated(run: Run, termination: Termination): Promise<void> {
    if (termination.kind === 'survived') {
      const names = termination.survivors.map(({ pid, command }) => `${String(pid)} (${command})`).join(', ');
      await this.fail(run, `Still alive after SIGKILL: ${names}.`, termination);
      return;
    }
    const end = await run.ended;
    await this.finish(run, end);
  }

  private async fail(
    run: Run,
    message: string,
    termination?: Extract<Termination, { kind: 'survived' }>,
  ): Promise<void> {
    const survivors = termination?.survivors.map(({ pid, command }) => ({ pid, command }));
    this.release(run);
    await this.conclude({
      kind: 'survived',
      atMs: this.world.clock.nowMs(),
      error: { code: 'STOP_FAILED', message, ...(survivors === undefined ? {} : { survivors }) },
    });
  }

  /** While it is being stopped its end is reported when the whole tree is gone, not when the child is. */
  private async onRunEnded(run: Run, end: RunEnd): Promise<void> {
    if (this.lifecycle.kind !== 'stopping') await this.finish(run, end);
  }

  /** Everything the run has printed is in the log before its end is told. */
  private async finish(run: Run, end: RunEnd): Promise<void> {
    if (this.currentRun !== run) return;
    this.release(run);
    const atMs = this.world.clock.nowMs();
    if (end.kind === 'exited') await this.conclude({ kind: 'exited', exit: end.exit, atMs });
    else await this.conclude({ kind: 'spawnFailed', error: end.error, atMs });
  }

  private release(run: Run): void {
    this.currentRun = undefined;
    this.holds.attach(undefined);
    run.dispose();
  }

  /** Ends the run in every respect. A stop that came while its log was being completed has nothing left to end. */
  private async conclude(event: LifecycleEvent): Promise<void> {
    await this.output.endRun();
    this.terminationWish = undefined;
    this.move(event);
  }

  private untilEnded(): Promise<void> {
    if (!isActive(this.lifecycle)) return Promise.resolve();
    return new Promise((resolve) => {
      const subscription = this.onDidMove(({ to }) => {
        if (!hasEnded(to)) return;
        subscription.dispose();
        resolve();
      });
    });
  }

  private liveRun(): Run {
    if (this.currentRun === undefined) {
      throw new Refusal('PROCESS_NOT_ACTIVE', `Process ${this.id} is ${this.lifecycle.kind}, not running.`);
    }
    return this.currentRun;
  }

  /** Applies an event; tells whether it was one that the state allows. */
  private move(event: LifecycleEvent): boolean {
    const result = transition(this.lifecycle, event);
    if (result.kind === 'refused') return false;
    this.lifecycle = result.to;
    this.moveEmitter.fire({ process: this, from: result.from, to: result.to });
    return true;
  }
}
