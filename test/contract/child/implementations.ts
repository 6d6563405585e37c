import { createSystemClock } from '../../../src/base/clock.ts';
import type { ProcessError } from '../../../src/protocol/process.ts';
import type { Child, ChildCommand, ChildEnd, StartChild } from '../../../src/runner/child/child.ts';
import { startLibraryPtyChild } from '../../../src/runner/child/libraryPtyChild.ts';
import { startPipedChild } from '../../../src/runner/child/pipedChild.ts';
import { detectTerminalSupport } from '../../../src/runner/child/ptyBinding.ts';
import { startPtyChild } from '../../../src/runner/child/ptyChild.ts';

/** One way to start a child, and what it promises beyond what all do. */
export interface Implementation {
  readonly name: string;
  readonly start: StartChild;
  readonly isTerminal: boolean;
  /** Every byte arrives, however slow the reader is. node-pty's own interface gives up 200 ms after the exit. */
  readonly waitsForReader: boolean;
  /** A write is over when the child's input has room for it. node-pty's own interface queues without saying so. */
  readonly tellsWhenInputIsTaken: boolean;
  /** Tells a command that could not be executed from one that has printed the same text. */
  readonly tellsExecFailure: boolean;
  /** The environment is the given one and nothing else. node-pty's own interface adds to it. */
  readonly keepsEnvironmentExact: boolean;
}

const clock = createSystemClock(globalThis);
const started: Child[] = [];
const terminals = await detectTerminalSupport();

const piped: Implementation = {
  name: 'on pipes',
  start: (command, sink) => startPipedChild(clock, command, sink),
  isTerminal: false,
  waitsForReader: true,
  tellsWhenInputIsTaken: true,
  tellsExecFailure: true,
  keepsEnvironmentExact: true,
};

const libraryTerminal: Implementation = {
  name: 'on a terminal of the library',
  start: startLibraryPtyChild,
  isTerminal: true,
  waitsForReader: false,
  tellsWhenInputIsTaken: false,
  tellsExecFailure: false,
  keepsEnvironmentExact: false,
};

/** Every implementation that this machine can have. */
export const implementations: readonly Implementation[] = [
  piped,
  ...(terminals.kind === 'native' ? [nativeTerminal(terminals.binding)] : []),
  ...(terminals.kind === 'unavailable' ? [] : [libraryTerminal]),
];

function nativeTerminal(binding: Parameters<typeof startPtyChild>[0]['binding']): Implementation {
  return {
    name: 'on a native terminal',
    start: (command, sink) => startPtyChild({ clock, binding }, command, sink),
    isTerminal: true,
    waitsForReader: true,
    tellsWhenInputIsTaken: true,
    tellsExecFailure: true,
    keepsEnvironmentExact: true,
  };
}

/** A child that runs, and what it has printed so far. */
export interface Started {
  readonly child: Child;
  readonly ended: Promise<ChildEnd>;
  /** Both streams, as text; the line ends of a terminal are plain ones again. */
  readonly output: () => string;
  readonly stderr: () => string;
}

interface StartOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** How long the reader works on every piece, blocking everything. */
  workMs?: number;
}

/** Starts a shell line, or a command with its arguments; a failure to start fails the test. */
export async function startOrFail(
  { start, isTerminal }: Implementation,
  command: string | readonly string[],
  options: StartOptions = {},
): Promise<Started> {
  const pieces: Buffer[] = [];
  const errors: Buffer[] = [];
  const result = await start(makeCommand(isTerminal, command, options), (stream, bytes) => {
    (stream === 'stdout' ? pieces : errors).push(Buffer.from(bytes));
    if (options.workMs !== undefined) block(options.workMs);
  });
  if (result.kind === 'failed') throw new Error(result.error.message);
  const { child } = result;
  started.push(child);
  return {
    child,
    ended: child.ended,
    output: () => textOf(pieces),
    stderr: () => textOf(errors),
  };
}

/** Whatever a failed test has not ended keeps no other test from its turn. */
export async function endAll(): Promise<void> {
  for (const child of started.splice(0)) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing is left of it, as it should be.
    }
    await child.ended;
    child.dispose();
  }
}

/** Starts what cannot be started; gives how that was told, at once or at the end. */
export async function startFailure(
  { start, isTerminal }: Implementation,
  command: readonly string[],
  options: StartOptions = {},
): Promise<ProcessError | undefined> {
  const result = await start(makeCommand(isTerminal, command, options), () => undefined);
  if (result.kind === 'failed') return result.error;
  const end = await result.child.ended;
  result.child.dispose();
  return end.kind === 'execFailed' ? end.error : undefined;
}

function makeCommand(
  isTerminal: boolean,
  command: string | readonly string[],
  { cwd = '/', env = {} }: StartOptions,
): ChildCommand {
  const [file = '', ...args] = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
  return {
    file,
    args,
    cwd,
    // The mark by which the leak check finds what is left.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...testMark(), ...env },
    ...(isTerminal ? { terminal: { cols: 132, rows: 50 } } : {}),
  };
}

function testMark(): Record<string, string> {
  const nonce = process.env['PROCESSION_TEST_NONCE'];
  return nonce === undefined ? {} : { PROCESSION_TEST_NONCE: nonce };
}

function textOf(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString().replaceAll('\r\n', '\n');
}

/** Keeps the event loop busy. */
export function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
