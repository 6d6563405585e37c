import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { PROTOCOL_VERSION } from '../../../src/protocol/limits.ts';
import type { ParamsOf } from '../../../src/protocol/protocol.ts';
import { EXIT_ALREADY_SERVED, RUNNER_FILE_NAME } from '../../../src/protocol/runnerFile.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import type { RawClient } from './rawClient.ts';
import { readRunnerFile, runnerPath, RunnerStarter } from './startRunner.ts';

const execute = promisify(execFile);
const nobody = 65_534;
const asRoot = { skip: process.getuid?.() !== 0 && 'platform: only root can become somebody else' };

describe('the privacy of a daemon', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  it('is kept by the modes of all that it makes, whatever the umask is', async () => {
    const stateDir = path.join(starter.newStateDir(), 'deep/inside');
    const umask = process.umask(0);
    const { file } = await starter.daemon({ stateDir });
    process.umask(umask);
    assert.equal(statSync(stateDir).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(stateDir, RUNNER_FILE_NAME)).mode & 0o777, 0o600);
    assert.equal(statSync(file.socketPath).mode & 0o777, 0o700);
    assert.ok(file.token.length >= 32);
  });

  it('does not hang on the directory alone', asRoot, async () => {
    const { file, stateDir } = await starter.daemon();
    // As if somebody had opened the way to it.
    for (let folder = stateDir; folder !== '/tmp'; folder = path.dirname(folder)) chmodSync(folder, 0o755);
    const tries = [
      `cat ${path.join(stateDir, RUNNER_FILE_NAME)}`,
      `perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Peer => "${file.socketPath}") or die "refused: $!"'`,
    ];
    for (const line of tries) {
      await assert.rejects(
        execute('/bin/sh', ['-c', line], { uid: nobody, gid: nobody, cwd: '/' }),
        /denied/,
      );
    }
  });

  it('needs the token, which is another each time', async () => {
    const daemon = await starter.daemon();
    for (const token of [undefined, 'wrong', `${daemon.file.token}x`]) {
      const stranger = await starter.stranger(daemon.file.socketPath);
      const params = {
        protocolVersion: PROTOCOL_VERSION,
        client: { name: 'stranger', version: '' },
        ...(token === undefined ? {} : { token }),
      };
      assert.equal(await stranger.refusal('initialize', params), 'UNAUTHORIZED');
      await stranger.closed();
    }
    const other = await starter.daemon();
    assert.notEqual(other.file.token, daemon.file.token);
    const stranger = await starter.stranger(other.file.socketPath);
    const params = { protocolVersion: PROTOCOL_VERSION, client: { name: 'x', version: '' } };
    assert.equal(
      await stranger.refusal('initialize', { ...params, token: daemon.file.token }),
      'UNAUTHORIZED',
    );
  });

  it('says nothing and does nothing before it was shown', async () => {
    const daemon = await starter.daemon();
    const stranger = await starter.stranger(daemon.file.socketPath);
    assert.equal(await stranger.refusal('runner/shutdown', {}), 'NOT_INITIALIZED');
    assert.equal(await stranger.refusal('session/open', { name: 'x' }), 'NOT_INITIALIZED');
    const client = await starter.client(daemon);
    assert.deepEqual(await client.request('session/list', {}), []);
  });
});

describe('the state directory of a daemon', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  it('is served by one only', async () => {
    const daemon = await starter.daemon();
    const second = starter.run(['--daemon', '--state-dir', daemon.stateDir]);
    assert.equal(await second.exit, EXIT_ALREADY_SERVED);
    assert.match(second.log(), /Another runner serves/);
    assert.deepEqual(readRunnerFile(daemon.stateDir), daemon.file);
    await starter.client(daemon);
  });

  it('is served by one of many that are started at the same time', async () => {
    const stateDir = starter.newStateDir();
    const all = Array.from({ length: 5 }, () => starter.run(['--daemon', '--state-dir', stateDir]));
    const exits: unknown[] = [];
    const watched = all.map(({ exit }) => exit.then((code) => exits.push(code)));
    await eventually(() => assert.deepEqual(exits, Array(4).fill(EXIT_ALREADY_SERVED)));
    assert.equal(watched.length, 5);
    const served = await eventually(() => readRunnerFile(stateDir));
    assert.ok(all.some(({ child }) => child.pid === served.pid));
  });

  it('is served anew after a kill that left everything behind', async () => {
    const killed = await starter.daemon();
    killed.child.kill('SIGKILL');
    assert.equal(await killed.exit, 'SIGKILL');
    assert.ok(existsSync(killed.file.socketPath) && existsSync(path.join(killed.stateDir, RUNNER_FILE_NAME)));
    const next = await starter.daemon({ stateDir: killed.stateDir });
    await starter.client(next);
  });

  it('is served anew when a socket is left that no file tells of', async () => {
    const killed = await starter.daemon();
    killed.child.kill('SIGKILL');
    await killed.exit;
    rmSync(path.join(killed.stateDir, RUNNER_FILE_NAME));
    const next = await starter.daemon({ stateDir: killed.stateDir });
    await starter.client(next);
  });

  it('may have a path too long for a socket, which leaves nothing elsewhere then', async () => {
    const TMPDIR = starter.newStateDir();
    const stateDir = path.join(starter.newStateDir(), 'x'.repeat(120));
    const daemon = await starter.daemon({ stateDir, env: { TMPDIR } });
    assert.ok(daemon.file.socketPath.startsWith(TMPDIR));
    await starter.client(daemon);
    daemon.child.kill('SIGTERM');
    assert.equal(await daemon.exit, 0);
    assert.deepEqual(readdirSync(TMPDIR), []);
  });
});

describe('the end of a daemon', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`comes with ${signal}, and with it the end of all that it runs and made`, async () => {
      const daemon = await starter.daemon();
      const client = await starter.client(daemon);
      const { pid } = await spawnSleep(client);
      daemon.child.kill(signal);
      assert.equal(await daemon.exit, 0);
      assert.equal(isAlive(pid), false);
      assert.deepEqual(leftIn(daemon.stateDir), []);
      await client.closed();
    });
  }

  it('is not hurried by a second signal', async () => {
    const daemon = await starter.daemon();
    const client = await starter.client(daemon);
    const script = path.join(import.meta.dirname, '../../fixtures/processes/ignoreSigterm.sh');
    const stop = { graceMs: 500 };
    const { id, pid } = await spawnRunning(client, { command: 'sh', args: [script], stop });
    await client.request('output/subscribe', { processId: id, from: 'start' });
    await eventually(() => assert.equal(client.outputOf(id), 'ready\n'));
    daemon.child.kill('SIGTERM');
    await eventually(() => assert.equal(client.statesOf(id).at(-1), 'stopping'));
    daemon.child.kill('SIGTERM');
    daemon.child.kill('SIGINT');
    assert.equal(await daemon.exit, 0);
    assert.equal(isAlive(pid), false);
  });

  it('comes when it is asked for', async () => {
    const daemon = await starter.daemon();
    const client = await starter.client(daemon);
    const { pid } = await spawnSleep(client);
    assert.deepEqual(await client.request('runner/shutdown', {}), {});
    assert.equal(await daemon.exit, 0);
    assert.equal(isAlive(pid), false);
    assert.deepEqual(leftIn(daemon.stateDir), []);
  });

  it('does not come with a hang-up', async () => {
    const daemon = await starter.daemon();
    daemon.child.kill('SIGHUP');
    await starter.client(daemon);
  });

  it('comes when nobody needs it any more, and not while a client or a process does', async () => {
    const daemon = await starter.daemon({ args: ['--idle-exit-ms', '150'] });
    const stays = async (): Promise<void> => {
      const limit = new Promise((resolve) => setTimeout(resolve, 300, 'stays'));
      assert.equal(await Promise.race([daemon.exit, limit]), 'stays');
    };
    const client = await starter.client(daemon);
    await stays();
    const { id } = await spawnSleep(client);
    client.end();
    await stays();
    const later = await starter.client(daemon);
    await later.request('process/kill', { processId: id });
    later.end();
    assert.equal(await daemon.exit, 0);
    assert.match(daemon.log(), /nobody needs it/);
  });
});

describe('several clients of a daemon', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  it('hear of the same processes, and of their ends', async () => {
    const daemon = await starter.daemon();
    const clients = [await starter.client(daemon), await starter.client(daemon)];
    const [one, two] = clients as [RawClient, RawClient];
    await two.request('session/open', { name: 'main' });
    const { id } = await spawnSleep(one);
    await two.request('process/kill', { processId: id });
    const states = ['pending', 'starting', 'running', 'stopping', 'stopped'];
    for (const client of clients) await eventually(() => assert.deepEqual(client.statesOf(id), states));
  });

  it('leave their processes running when they go, unless they wanted it otherwise', async () => {
    const daemon = await starter.daemon();
    const [leaving, staying] = [await starter.client(daemon), await starter.client(daemon)];
    await staying.request('session/open', { name: 'main' });
    const kept = await spawnSleep(leaving);
    const ward = await spawnSleep(leaving, { onClientGone: 'stop' });
    leaving.end();
    await eventually(() => assert.equal(staying.statesOf(ward.id).at(-1), 'stopped'));
    assert.deepEqual([isAlive(ward.pid), isAlive(kept.pid)], [false, true]);
    const { session, processes } = await staying.request('session/open', { name: 'main' });
    assert.deepEqual(
      processes.map(({ id, state }) => [id === kept.id, state]),
      [
        [true, 'running'],
        [false, 'stopped'],
      ],
    );
    await staying.request('session/close', { sessionId: session.id, stopProcesses: true });
  });

  it('do not disturb each other by what they say wrongly', async () => {
    const daemon = await starter.daemon();
    const [rude, polite] = [await starter.client(daemon), await starter.client(daemon)];
    rude.write('nonsense\r\n\r\n');
    await rude.closed();
    assert.equal(rude.strayAnswers[0]?.error?.data.code, 'MESSAGE_MALFORMED');
    assert.deepEqual(await polite.request('session/list', {}), []);
  });
});

describe('a client in another language', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());
  const script = path.join(import.meta.dirname, '../../fixtures/rawClient.py');
  const expected = {
    early: 'NOT_INITIALIZED',
    greeting: PROTOCOL_VERSION,
    output: Buffer.from([0x68, 0xc3, 0xa9, 0x6c, 0x6c, 0x6f, 0x20, 0xff]).toString('hex'),
    exit: { code: 4 },
    unknown: 'METHOD_NOT_FOUND',
  };

  it('speaks to a daemon', async () => {
    const { stateDir } = await starter.daemon();
    const { stdout } = await execute('python3', [script, path.join(stateDir, RUNNER_FILE_NAME)]);
    assert.deepEqual(JSON.parse(stdout), expected);
  });

  it('starts a runner of its own', async () => {
    const { stdout } = await execute('python3', [script, process.execPath, runnerPath]);
    assert.deepEqual(JSON.parse(stdout), expected);
  });
});

interface Spawned {
  id: string;
  pid: number;
}

function spawnSleep(client: RawClient, more: { onClientGone?: 'stop' } = {}): Promise<Spawned> {
  return spawnRunning(client, { command: 'sleep', args: ['300'], ...more });
}

async function spawnRunning(client: RawClient, spec: ParamsOf<'process/spawn'>['spec']): Promise<Spawned> {
  const { session } = await client.request('session/open', { name: 'main', cwd: '/' });
  const { id } = await client.request('process/spawn', { sessionId: session.id, spec });
  const { pid = -1 } = await client.request('process/wait', { processId: id, until: 'started' });
  return { id, pid };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What is still there of what only a daemon that serves needs. */
function leftIn(stateDir: string): string[] {
  return readdirSync(stateDir).filter((name) => !['logs', 'lock.db'].includes(name));
}
