import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/emitter.ts';
import type { RunnerConnection } from '../client/runnerConnection.ts';

/** Where a command writes: `process.stdout`, or what stands for it. The terminal's properties are there if it is one. */
export interface CliOutput extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Where a command reads: `process.stdin`, or what stands for it. */
export interface CliInput extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

/** The signals that a person or a supervisor ends a program with. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** How the commands come to a runner. Without a state directory it is this user's own. */
export interface RunnerAccess {
  /** The live runner, or undefined; never starts one. */
  find(stateDir: string | undefined): Promise<RunnerConnection | undefined>;
  /** The live runner, started if need be. */
  ensure(stateDir: string | undefined): Promise<RunnerConnection>;
}

/** The world of the commands, so that a test can bring another one. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The real path of the current folder; throws when that has been deleted. */
  currentFolder(): string;
  /** A function, because even looking at the real one opens it. */
  readonly stdin: () => CliInput;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  readonly clock: Clock;
  /** While somebody listens, the signals no longer end this program by themselves. */
  readonly onSignal: Event<EndSignal>;
  readonly runner: RunnerAccess;
}
