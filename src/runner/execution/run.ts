import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { ProcessError } from '../../protocol/process.ts';
import type { Child, ChildCommand, ChildEnd, OutputSink, StartChild } from '../child/child.ts';
import { signalNumber } from '../child/exitStatus.ts';
import type { OpenProcessTree, ProcessTree } from '../child/processTree.ts';
import { terminateTree, type Termination } from '../child/terminateTree.ts';

/** Environment variable by which everything that a run has started is recognised; its value is unique to the run. */
export const RUN_MARK = 'PROCESSION_RUN_ID';

/** What runs need of the world. */
export interface RunWorld {
  clock: Clock;
  logger: Logger;
  startChild: StartChild;
  openProcessTree: OpenProcessTree;
}

/** What a run executes, and how it ended. */
export type RunCommand = ChildCommand;
export type RunEnd = ChildEnd;
export type { Termination };

export type RunStart = { kind: 'started'; run: Run } | { kind: 'failed'; error: ProcessError };

/** Starts one execution of a command. Its environment must hold `RUN_MARK`. */
export async function startRun(world: RunWorld, command: RunCommand, sink: OutputSink): Promise<RunStart> {
  const start = await world.startChild(command, sink);
  if (start.kind === 'failed') return start;
  const mark = { name: RUN_MARK, value: command.env[RUN_MARK] ?? '' };
  const tree = world.openProcessTree({ pid: start.child.pid, mark });
  return {
    kind: 'started',
    run: new Run(world.clock, tree, { child: start.child, isTerminal: command.terminal !== undefined }),
  };
}

/** One execution: the child, and the tree of processes that grows from it. */
export class Run {
  private readonly child: Child;
  private readonly clock: Clock;
  private readonly tree: ProcessTree;
  private readonly isTerminal: boolean;
  private readonly hurry = new AbortController();
  private termination: Promise<Termination> | undefined;

  constructor(clock: Clock, tree: ProcessTree, { child, isTerminal }: { child: Child; isTerminal: boolean }) {
    this.clock = clock;
    this.child = child;
    this.tree = tree;
    this.isTerminal = isTerminal;
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Resolves after the child's last byte went to the sink. Never rejects. */
  get ended(): Promise<RunEnd> {
    return this.child.ended;
  }

  /** Resolves when the system has taken the bytes. */
  write(bytes: Uint8Array): Promise<void> {
    return this.child.write(bytes);
  }

  closeInput(): void {
    this.child.closeInput();
  }

  resize(cols: number, rows: number): void {
    this.child.resize(cols, rows);
  }

  /** Makes the child wait while its output cannot be taken. */
  pauseOutput(): void {
    this.child.pauseOutput();
  }

  resumeOutput(): void {
    this.child.resumeOutput();
  }

  /** Lets go of the child without ending it. */
  dispose(): void {
    this.child.dispose();
  }

  /** Sends one signal to everything of the run. */
  async signal(signal: string): Promise<void> {
    await this.tree.signal(signal, await this.tree.members());
  }

  /** Ends everything of the run and makes sure of it. A second call joins the first. */
  terminate(signal: string, graceMs: number): Promise<Termination> {
    this.termination ??= terminateTree(this.clock, this.tree, {
      politeSignals: this.politeSignals(signal),
      graceMs,
      hurry: this.hurry.signal,
    });
    return this.termination;
  }

  /** Ends everything by force at once, or cuts short the grace of a termination under way. */
  kill(): Promise<Termination> {
    this.hurry.abort();
    return this.terminate('SIGKILL', 0);
  }

  /**
   * A halted process does not see a signal before it goes on. Interactive shells ignore SIGTERM and end at the hang-up
   * that closing a terminal means, so on a terminal that follows, as in systemd's SendSIGHUP.
   */
  private politeSignals(signal: string): string[] {
    if (signal === 'SIGKILL') return [];
    return this.isTerminal && signal === 'SIGTERM' ? [signal, 'SIGHUP', 'SIGCONT'] : [signal, 'SIGCONT'];
  }
}

/** Whether this platform has a signal of that name. */
export function isKnownSignal(name: string): boolean {
  return signalNumber(name) !== undefined;
}
