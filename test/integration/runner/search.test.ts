import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSystemClock } from '../../../src/base/clock.ts';
import { connectSocket } from '../../../src/client/connectSocket.ts';
import { openConnection } from '../../../src/client/openConnection.ts';
import type { RunnerConnection } from '../../../src/client/runnerConnection.ts';
import { searchOutput, type OutputQuery } from '../../../src/client/searchOutput.ts';
import type { ProcessSpec } from '../../../src/protocol/process.ts';
import type { SearchMatch, SearchResult } from '../../../src/protocol/search.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { findLeakedProcesses } from '../../helpers/leakedProcesses.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { RunnerStarter, type Daemon } from './startRunner.ts';

const clock = createSystemClock(globalThis);

/** Two ways for each character of a long line that does not match in the end. */
const endless = { pattern: '^(a|a)*$', kind: 'regex' } as const;
const endlessLine = { command: 'printf', args: [`${'a'.repeat(100)}!\n`] };

describe('searching the output of processes', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  it('finds what was printed a moment ago, with colours in it, by pipes and by terminals', async () => {
    const { connection, spawn } = await connect(await starter.daemon());
    const script = String.raw`printf 'first\n\033[31mer\033[0mror here\nlast\n'; exec sleep 60`;
    const ids: string[] = [];
    for (const interactive of [false, true]) {
      const { id, sessionId } = await spawn({ command: 'sh', args: ['-c', script], interactive });
      ids.push(id);
      await eventually(async () => (await infoOf(connection, id)).endCursor > 30);
      const { matches, result } = await search(connection, { pattern: 'error', context: 1, processId: id });
      assert.deepEqual(result, { matches: 1, truncated: false });
      assert.deepEqual(
        matches.map(({ timeMs, ...match }) => ({ ...match, isRecent: Date.now() - (timeMs ?? 0) < 60_000 })),
        [
          {
            processId: id,
            run: 1,
            cursor: interactive ? 7 : 6,
            stream: 'stdout',
            line: 'error here',
            ranges: [[0, 5]],
            before: ['first'],
            after: ['last'],
            isRecent: true,
          },
        ],
      );
      const inSession = await search(connection, { pattern: 'error', sessionId });
      assert.deepEqual([...new Set(inSession.matches.map(({ processId }) => processId))], ids);
    }
    await Promise.all(ids.map((processId) => connection.request('process/kill', { processId })));
    connection.dispose();
  });

  it('looks into earlier runs too, unless only the current one is asked for', async () => {
    const { connection, spawn } = await connect(await starter.daemon());
    const { id: processId } = await spawn({ command: 'echo', args: ['hello'] });
    await connection.request('process/wait', { processId, until: 'ended' });
    await connection.request('process/restart', { processId });
    await connection.request('process/wait', { processId, until: 'ended' });
    const all = await search(connection, { pattern: 'HELLO' });
    assert.deepEqual(
      all.matches.map(({ run, cursor }) => ({ run, cursor })),
      [
        { run: 1, cursor: 0 },
        { run: 2, cursor: 6 },
      ],
    );
    const current = await search(connection, { pattern: 'HELLO', runs: 'current' });
    assert.deepEqual(
      current.matches.map(({ run }) => run),
      [2],
    );
    connection.dispose();
  });

  it('refuses what cannot be searched', async () => {
    const { connection } = await connect(await starter.daemon());
    await assert.rejects(search(connection, { pattern: 'x', processId: 'nobody' }), {
      code: 'NO_SUCH_PROCESS',
    });
    await assert.rejects(search(connection, { pattern: 'x', sessionId: 'none' }), {
      code: 'NO_SUCH_SESSION',
    });
    await assert.rejects(search(connection, { pattern: '(', kind: 'regex' }), { code: 'INVALID_PARAMS' });
    connection.dispose();
  });

  it('can be taken back while a regular expression goes round for ever, and the runner stays awake', async () => {
    const { connection, spawn } = await connect(await starter.daemon());
    const { id: processId } = await spawn(endlessLine);
    await connection.request('process/wait', { processId, until: 'ended' });
    const cancellation = new AbortController();
    const searching = search(connection, endless, cancellation.signal);
    await eventually(async () => (await searchProcesses()).length === 1);
    const askedAtMs = performance.now();
    await connection.request('runner/status', {});
    assert.ok(performance.now() - askedAtMs < 1_000);
    cancellation.abort();
    await assert.rejects(searching, { code: 'CANCELLED' });
    assert.deepEqual(await searchProcesses(), []);
    connection.dispose();
  });

  it('ends when the client goes', async () => {
    const daemon = await starter.daemon();
    const { connection, spawn } = await connect(daemon);
    const { id: processId } = await spawn(endlessLine);
    await connection.request('process/wait', { processId, until: 'ended' });
    const searching = search(connection, endless);
    await eventually(async () => (await searchProcesses()).length === 1);
    connection.dispose();
    await assert.rejects(searching, { code: 'CONNECTION_CLOSED' });
    await eventually(async () => assert.deepEqual(await searchProcesses(), []));
    assert.doesNotMatch(daemon.log(), /failed/);
  });

  it('ends with a runner that is killed', async () => {
    const daemon = await starter.daemon();
    const { connection, spawn } = await connect(daemon);
    const { id: processId } = await spawn(endlessLine);
    await connection.request('process/wait', { processId, until: 'ended' });
    const searching = assert.rejects(search(connection, endless), { code: 'CONNECTION_CLOSED' });
    await eventually(async () => (await searchProcesses()).length === 1);
    daemon.child.kill('SIGKILL');
    await searching;
    await eventually(async () => assert.deepEqual(await searchProcesses(), []));
  });
});

interface TestClient {
  connection: RunnerConnection;
  spawn: (spec: ProcessSpec) => Promise<{ id: string; sessionId: string }>;
}

async function connect({ file }: Daemon): Promise<TestClient> {
  const socket = await connectSocket(file.socketPath, clock, 5_000);
  const streams = { readable: socket, writable: socket };
  const client = { name: 'test', version: '0' };
  const connection = await openConnection({ streams, client, clock, token: file.token });
  const { session } = await connection.request('session/open', { name: 'main', cwd: '/' });
  const spawn: TestClient['spawn'] = (spec) =>
    connection.request('process/spawn', { sessionId: session.id, spec });
  return { connection, spawn };
}

function infoOf(connection: RunnerConnection, processId: string): Promise<{ endCursor: number }> {
  return connection.request('process/get', { processId });
}

async function search(
  connection: RunnerConnection,
  query: OutputQuery,
  signal?: AbortSignal,
): Promise<{ matches: SearchMatch[]; result: SearchResult }> {
  const matches: SearchMatch[] = [];
  const onMatches = (found: readonly SearchMatch[]): void => void matches.push(...found);
  return { result: await searchOutput(connection, query, { onMatches, signal }), matches };
}

async function searchProcesses(): Promise<string[]> {
  const all = await findLeakedProcesses();
  return all.map(({ commandLine }) => commandLine).filter((line) => line.includes('--offload search'));
}
