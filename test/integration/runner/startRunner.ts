import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach } from 'node:test';
import type { ResultOf } from '../../../src/protocol/protocol.ts';
import { RUNNER_FILE_NAME, runnerFileSchema, type RunnerFile } from '../../../src/protocol/runnerFile.ts';
import { eventually } from '../../helpers/eventually.ts';
import { RawClient } from './rawClient.ts';

export const runnerPath = path.join(import.meta.dirname, '../../../dist/runner.js');

/** How a runner is started. */
interface StartOptions {
  args?: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** How many descriptors it may have open. */
  limit?: number;
}

/** A process of the real bundle, and what it has written to its log. */
export interface RunnerProcess {
  readonly child: ChildProcess;
  readonly log: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<number | string | null>;
}

/** A runner on standard input and output, with a client that has introduced itself. */
export interface StdioRunner extends RunnerProcess {
  readonly client: RawClient;
  readonly greeting: ResultOf<'initialize'>;
}

/** A daemon, and what its runner.json says. */
export interface Daemon extends RunnerProcess {
  readonly file: RunnerFile;
  readonly stateDir: string;
}

/** Starts runners of the bundle, and ends those of a test with it, with everything they have started. */
export class RunnerStarter {
  private readonly root: string;
  private readonly started: RunnerProcess[] = [];
  private readonly clients: RawClient[] = [];

  /** Make one in a suite; `root` holds the state directories. */
  constructor(root: string) {
    this.root = root;
    afterEach(() => this.endAll());
  }

  newStateDir(): string {
    return mkdtempSync(path.join(this.root, 's-'));
  }

  run(args: string[], { env = {}, cwd = '/', limit }: StartOptions = {}): RunnerProcess {
    const command = [process.execPath, runnerPath, ...args];
    const [file = '', ...rest] =
      limit === undefined ? command : ['sh', '-c', `ulimit -n ${limit}; exec "$@"`, 'sh', ...command];
    const child = spawn(file, rest, { cwd, env: { ...process.env, ...env } });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const exit = once(child, 'exit').then(
      ([code, signal]: unknown[]) => (signal ?? code) as number | string | null,
    );
    const runner = { child, log: () => log, exit };
    this.started.push(runner);
    return runner;
  }

  async stdio(options: StartOptions = {}): Promise<StdioRunner> {
    const runner = this.run(['--stdio', ...(options.args ?? [])], options);
    const { stdout, stdin } = runner.child;
    if (stdout === null || stdin === null) throw new Error('The runner has no pipes');
    const client = new RawClient(stdout, stdin);
    const greeting = await client.initialize();
    return { ...runner, client, greeting };
  }

  async daemon(options: StartOptions & { stateDir?: string } = {}): Promise<Daemon> {
    const stateDir = options.stateDir ?? this.newStateDir();
    const runner = this.run(['--daemon', '--state-dir', stateDir, ...(options.args ?? [])], options);
    const file = await eventually(
      () => {
        const found = readRunnerFile(stateDir);
        if (found.pid !== runner.child.pid) throw new Error(`That is of ${found.pid}. ${runner.log()}`);
        return found;
      },
      { description: 'the daemon tells where it is' },
    );
    return { ...runner, file, stateDir };
  }

  /** A client of a daemon that has introduced itself. */
  async client({ file }: Daemon): Promise<RawClient> {
    const client = await this.stranger(file.socketPath);
    await client.initialize({ token: file.token });
    return client;
  }

  /** A connection over which nothing has been said. */
  async stranger(socketPath: string): Promise<RawClient> {
    const client = await RawClient.toSocket(socketPath);
    this.clients.push(client);
    return client;
  }

  private async endAll(): Promise<void> {
    for (const client of this.clients.splice(0)) client.end();
    for (const { child, exit } of this.started.splice(0)) {
      // A daemon ends its processes then; what hangs is found by the leak check.
      child.kill('SIGTERM');
      child.stdin?.destroy();
      await exit;
    }
  }
}

export function readRunnerFile(stateDir: string): RunnerFile {
  return runnerFileSchema.parse(JSON.parse(readFileSync(path.join(stateDir, RUNNER_FILE_NAME), 'utf8')));
}
