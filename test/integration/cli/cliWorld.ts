import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import { text } from 'node:stream/consumers';
import { createSystemClock } from '../../../src/base/clock.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { findRunner } from '../../../src/client/findRunner.ts';
import { RunnerError } from '../../../src/client/runnerError.ts';
import type { ProcessInfo } from '../../../src/protocol/process.ts';
import { testClient } from '../../fakes/connectedPair.ts';
import { eventually } from '../../helpers/eventually.ts';

const cliPath = path.join(import.meta.dirname, '../../../dist/cli.js');

/** How a run of the command line tool has ended, and what it wrote. */
export interface CliResult {
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Given to its standard input, which then ends. */
  readonly input?: string | Buffer;
}

/** The built command line tool with a state directory, and so a runner, of its own. */
export class CliWorld {
  readonly stateDir: string;
  /** A folder to run things in. */
  readonly folder: string;

  constructor(root: string) {
    this.stateDir = mkdtempSync(path.join(root, 's-'));
    this.folder = mkdtempSync(path.join(root, 'f-'));
    after(() => this.endRunner());
  }

  /** The command line of the tool, for whoever starts it in another way. */
  commandLine(...args: string[]): [string, ...string[]] {
    return [process.execPath, cliPath, '--state-dir', this.stateDir, ...args];
  }

  start(args: string[], { cwd = this.folder, env = {} }: CliRunOptions = {}): ChildProcessWithoutNullStreams {
    const [file, ...rest] = this.commandLine(...args);
    const child = spawn(file, rest, { cwd, env: { ...process.env, ...env } });
    // It may end without having read all of its input.
    child.stdin.on('error', () => undefined);
    return child;
  }

  async run(args: string[], options: CliRunOptions = {}): Promise<CliResult> {
    const child = this.start(args, options);
    child.stdin.end(options.input);
    return resultOf(child);
  }

  /** The processes that the tool tells of. */
  async list(...args: string[]): Promise<ProcessInfo[]> {
    const { stdout } = await this.run(['ls', '--all', '--json', ...args]);
    return JSON.parse(stdout) as ProcessInfo[];
  }

  /** Waits until the runner has a process in this state, and gives the first. */
  async whenListed(state: ProcessInfo['state']): Promise<ProcessInfo> {
    const [first] = await this.whenAllListed(1, state);
    return first!;
  }

  /** Waits until at least so many are in this state. */
  whenAllListed(count: number, state: ProcessInfo['state']): Promise<ProcessInfo[]> {
    return eventually(
      async () => {
        const found = (await this.list()).filter((process) => process.state === state);
        if (found.length < count) throw new Error(`${found.length} of ${count} are ${state}`);
        return found;
      },
      { description: `${count} processes are ${state}` },
    );
  }

  runnerPid(): number {
    const { pid } = JSON.parse(readFileSync(path.join(this.stateDir, 'runner.json'), 'utf8')) as {
      pid: number;
    };
    return pid;
  }

  /** Ends the runner, if there is one, with everything it holds. */
  private async endRunner(): Promise<void> {
    const clock = createSystemClock(globalThis);
    const lookup = { stateDir: this.stateDir, client: testClient, clock, logger: silentLogger };
    const connection = await findRunner(lookup);
    if (connection === undefined) return;
    const closed = new Promise((resolve) => connection.onDidClose(resolve));
    try {
      await connection.request('runner/shutdown', {});
    } catch (error) {
      // A runner may be faster to go than to say so.
      if (!(error instanceof RunnerError) || error.code !== 'CONNECTION_CLOSED') throw error;
    }
    await closed;
  }
}

/** Waits for the end of the tool, reading what it writes. */
export async function resultOf(child: ChildProcessWithoutNullStreams): Promise<CliResult> {
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
  return { code, stdout, stderr };
}

export function exitOf(child: ChildProcess): Promise<CliResult['code']> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
}

/** A command that executes JavaScript. */
export function script(code: string): [string, string, string] {
  return [process.execPath, '-e', code];
}
