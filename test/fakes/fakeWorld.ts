import path from 'node:path';
import { Deferred } from '../../src/base/deferred.ts';
import { silentLogger, type Logger } from '../../src/base/logger.ts';
import type { OutputStream } from '../../src/protocol/output.ts';
import type { ProcessError } from '../../src/protocol/process.ts';
import type { Child, ChildCommand, ChildEnd, ChildStart, OutputSink } from '../../src/runner/child/child.ts';
import type { ProcessTree, TreeMember, TreeRoot } from '../../src/runner/child/processTree.ts';
import type { RunWorld } from '../../src/runner/execution/run.ts';
import { DEFAULT_LOG_LIMITS, LogStore } from '../../src/runner/output/logStore.ts';
import type { OutputWorld } from '../../src/runner/output/outputLog.ts';
import { RingBudget } from '../../src/runner/output/ringBudget.ts';
import { FakeClock } from './fakeClock.ts';

/**
 * A world whose children live in memory and do what the test says. By default they start at once. Nothing is logged to
 * disk, so only what is in memory can be read.
 */
export class FakeWorld implements RunWorld, OutputWorld {
  readonly clock = new FakeClock();
  readonly logger: Logger = silentLogger;
  readonly budget = new RingBudget(32 * 1024 * 1024);
  readonly logs: LogStore;
  /** Every child that was asked for, in order. */
  readonly children: FakeChild[] = [];
  /** What starting the next child waits for. */
  startGate: Promise<unknown> = Promise.resolve();
  /** What the next start answers instead of a child. */
  startFailure: ProcessError | undefined;
  /** What `members` and `signal` do instead of working. */
  treeFault: Error | undefined;

  constructor() {
    const { clock, logger } = this;
    // No directory can be made below a file.
    const directory = path.join(import.meta.filename, 'logs');
    this.logs = new LogStore({ clock, logger, directory, limits: DEFAULT_LOG_LIMITS });
  }

  readonly startChild = async (command: ChildCommand, sink: OutputSink): Promise<ChildStart> => {
    const child = new FakeChild(1000 + this.children.length, command, sink);
    this.children.push(child);
    await this.startGate;
    return this.startFailure === undefined
      ? { kind: 'started', child }
      : { kind: 'failed', error: this.startFailure };
  };

  readonly openProcessTree = (root: TreeRoot): ProcessTree => {
    const child = this.children.find(({ pid }) => pid === root.pid);
    if (child === undefined) throw new Error(`No child has the pid ${root.pid}`);
    return new FakeTree(child, () => this.treeFault);
  };

  /** The child that was asked for last. */
  get child(): FakeChild {
    const child = this.children.at(-1);
    if (child === undefined) throw new Error('No child was asked for');
    return child;
  }
}

/** A child that prints and ends when the test says so, and dies of the signals in `diesOf`. */
export class FakeChild implements Child {
  readonly pid: number;
  readonly command: ChildCommand;
  readonly signals: string[] = [];
  readonly written: string[] = [];
  readonly sizes: string[] = [];
  diesOf: readonly string[] = ['SIGTERM', 'SIGKILL'];
  /** Whatever else belongs to the tree, and lives on when the child has ended. */
  others: TreeMember[] = [];
  isInputClosed = false;
  isDisposed = false;
  private readonly sink: OutputSink;
  private readonly end = new Deferred<ChildEnd>();
  private hasEnded = false;

  constructor(pid: number, command: ChildCommand, sink: OutputSink) {
    this.pid = pid;
    this.command = command;
    this.sink = sink;
  }

  get ended(): Promise<ChildEnd> {
    return this.end.promise;
  }

  print(text: string | Uint8Array, stream: OutputStream = 'stdout'): void {
    this.sink(stream, typeof text === 'string' ? Buffer.from(text) : text);
  }

  exit(end: ChildEnd = { kind: 'exited', exit: { code: 0 } }): void {
    this.hasEnded = true;
    this.end.resolve(end);
  }

  receive(signal: string): void {
    this.signals.push(signal);
    if (!this.diesOf.includes(signal)) return;
    this.others = [];
    this.exit({ kind: 'exited', exit: { signal } });
  }

  get members(): TreeMember[] {
    const self = { pid: this.pid, startTime: '1', command: this.command.file };
    return this.hasEnded ? this.others : [self, ...this.others];
  }

  write(bytes: Uint8Array): Promise<void> {
    this.written.push(Buffer.from(bytes).toString());
    return Promise.resolve();
  }

  closeInput(): void {
    this.isInputClosed = true;
  }

  resize(cols: number, rows: number): void {
    this.sizes.push(`${cols}x${rows}`);
  }

  pauseOutput(): void {
    // Nothing flows by itself.
  }

  resumeOutput(): void {
    // Nothing flows by itself.
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

class FakeTree implements ProcessTree {
  private readonly child: FakeChild;
  private readonly fault: () => Error | undefined;

  constructor(child: FakeChild, fault: () => Error | undefined) {
    this.child = child;
    this.fault = fault;
  }

  members(): Promise<TreeMember[]> {
    const fault = this.fault();
    return fault === undefined ? Promise.resolve(this.child.members) : Promise.reject(fault);
  }

  signal(signal: string, members: readonly TreeMember[]): Promise<void> {
    if (members.length > 0) this.child.receive(signal);
    return Promise.resolve();
  }
}
