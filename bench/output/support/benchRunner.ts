import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { createSystemClock, delay } from '../../../src/base/clock.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { findRunner, type RunnerLookup } from '../../../src/client/findRunner.ts';
import type { OutputChunk } from '../../../src/client/outputChunk.ts';
import { subscribeOutput, type OutputSubscription } from '../../../src/client/outputSubscription.ts';
import type { RunnerConnection } from '../../../src/client/runnerConnection.ts';
import type { ProcessInfo, ProcessSpec } from '../../../src/protocol/process.ts';
import type { BenchTools } from './benchTools.ts';
import type { PeerResult } from './runPeer.ts';

const clock = createSystemClock(globalThis);

const POLL_MS = 20;

/** Whether the process waits for a client that is slower than it, or the client misses what is not kept any more. */
export type WhenSlow = 'skip' | 'pause';

/** A runner of its own on a socket, as the extension has it, and a client of it. */
export class BenchRunner {
  readonly connection: RunnerConnection;
  readonly stateDir: string;
  private readonly sessionId: string;
  private readonly exited: Promise<unknown>;

  private constructor(
    connection: RunnerConnection,
    exited: Promise<unknown>,
    at: { stateDir: string; sessionId: string },
  ) {
    this.connection = connection;
    this.exited = exited;
    this.stateDir = at.stateDir;
    this.sessionId = at.sessionId;
  }

  /** Starts one, lets it work, and ends it whatever happens. */
  static async use<T>(tools: BenchTools, work: (runner: BenchRunner) => Promise<T>): Promise<T> {
    const runner = await BenchRunner.start(tools);
    try {
      return await work(runner);
    } finally {
      await runner.end();
    }
  }

  private static async start(tools: BenchTools): Promise<BenchRunner> {
    const stateDir = await mkdtemp(path.join(tools.scratch, 's-'));
    const args = [...tools.runnerCommand, '--daemon', '--state-dir', stateDir];
    const exited = once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit');
    const client = { name: 'bench', version: '0' };
    const connection = await connect({ stateDir, client, clock, logger: silentLogger });
    const { session } = await connection.request('session/open', { name: 'bench', cwd: tools.scratch });
    return new BenchRunner(connection, exited, { stateDir, sessionId: session.id });
  }

  get pid(): number {
    return this.connection.greeting.runner.pid;
  }

  /** Where the output of a process is logged. */
  logDirectory({ id }: ProcessInfo): string {
    return path.join(this.stateDir, 'logs', id);
  }

  spawn([command = '', ...args]: readonly string[], spec: Partial<ProcessSpec> = {}): Promise<ProcessInfo> {
    const { sessionId } = this;
    return this.connection.request('process/spawn', { sessionId, spec: { command, args, ...spec } });
  }

  ended({ id }: ProcessInfo): Promise<ProcessInfo> {
    return this.connection.request('process/wait', { processId: id, until: 'ended' });
  }

  /** Hears what a process prints, from its beginning. */
  subscribe(
    { id }: ProcessInfo,
    consumer: (chunk: OutputChunk) => Promise<void> | void,
    whenSlow: WhenSlow = 'skip',
  ): Promise<OutputSubscription> {
    return subscribeOutput(this.connection, { processId: id, from: 'start', consumer, whenSlow });
  }

  /** From the request to the report of the end, which comes when everything is in the log. */
  async run(command: readonly string[], spec?: Partial<ProcessSpec>): Promise<PeerResult> {
    const startedAtMs = performance.now();
    const { endCursor, runCursor } = await this.ended(await this.spawn(command, spec));
    return { bytes: endCursor - runCursor, ms: performance.now() - startedAtMs };
  }

  private async end(): Promise<void> {
    // A runner that ends may be gone before its answer is read.
    await this.connection.request('runner/shutdown', {}).catch(() => undefined);
    this.connection.dispose();
    await this.exited;
    await rm(this.stateDir, { recursive: true, force: true });
  }
}

async function connect(lookup: RunnerLookup): Promise<RunnerConnection> {
  for (;;) {
    const connection = await findRunner(lookup);
    if (connection !== undefined) return connection;
    await delay(clock, POLL_MS);
  }
}
