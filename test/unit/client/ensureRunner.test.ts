import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createSystemClock } from '../../../src/base/clock.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { ensureRunner } from '../../../src/client/ensureRunner.ts';
import type { RunnerLookup } from '../../../src/client/findRunner.ts';
import { isAlive } from '../../../src/client/isAlive.ts';
import type { RunnerConnection } from '../../../src/client/runnerConnection.ts';
import { RunnerError } from '../../../src/client/runnerError.ts';
import type { RunnerProgram } from '../../../src/client/runnerProgram.ts';
import { testClient } from '../../fakes/connectedPair.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';

const daemon = path.join(import.meta.dirname, '../../fixtures/client/fakeDaemon.ts');
const needsSockets = {
  skip: process.platform === 'win32' && 'platform: the fake daemon listens on a Unix socket',
};

describe('ensureRunner', needsSockets, () => {
  checkLeaks();
  const root = temporaryDirectory();
  const started = new Map<number, RunnerConnection>();
  after(async () => {
    for (const [pid, connection] of started) {
      if (isAlive(pid)) process.kill(pid);
      connection.dispose();
      await eventually(() => !isAlive(pid));
    }
  });

  it('starts a runner where none is: detached, in its directory, with a clean environment', async () => {
    const stateDir = path.join(makeDirectory(), 'deep', 'state');
    const env = {
      NODE_OPTIONS: '--no-warnings',
      DEBUG: '*',
      LD_PRELOAD: '',
      ELECTRON_RUN_AS_NODE: '1',
      MINE: 'kept',
    };
    const connection = await ensure(stateDir, { env });
    const seen = JSON.parse(readFileSync(path.join(stateDir, 'seen.json'), 'utf8')) as {
      argv: string[];
      env: Record<string, string>;
      cwd: string;
    };
    assert.deepEqual(seen.argv.slice(1), [daemon, '--daemon', '--state-dir', stateDir]);
    assert.equal(seen.cwd, stateDir);
    assert.equal(seen.env['MINE'], 'kept');
    for (const name of ['NODE_OPTIONS', 'DEBUG', 'LD_PRELOAD', 'ELECTRON_RUN_AS_NODE']) {
      assert.equal(seen.env[name], undefined, name);
    }
    assert.equal(statSync(stateDir).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(stateDir, 'runner.log')).mode & 0o777, 0o600);
    assert.equal(connection.greeting.runner.buildId, 'fake');
  });

  it('tells an Electron to act as Node', async () => {
    const stateDir = makeDirectory();
    await ensure(stateDir, { isElectron: true });
    const seen = JSON.parse(readFileSync(path.join(stateDir, 'seen.json'), 'utf8')) as {
      env: Record<string, string>;
    };
    assert.equal(seen.env['ELECTRON_RUN_AS_NODE'], '1');
  });

  it('uses the runner that is there', async () => {
    const stateDir = makeDirectory();
    const first = await ensure(stateDir, { env: { FAKE_BUILD: 'a' } });
    const second = await ensure(stateDir, { env: { FAKE_BUILD: 'b' } }, 'a');
    const third = await ensure(stateDir, { env: { FAKE_BUILD: 'b' } });
    assert.deepEqual(new Set([first, second, third].map(pidOf)).size, 1);
  });

  it('replaces an idle runner of another build', async () => {
    const stateDir = makeDirectory();
    const old = await ensure(stateDir, { env: { FAKE_BUILD: 'a' } });
    const now = await ensure(stateDir, { env: { FAKE_BUILD: 'b' } }, 'b');
    assert.equal(now.greeting.runner.buildId, 'b');
    assert.notEqual(pidOf(now), pidOf(old));
    await eventually(() => !isAlive(pidOf(old)));
  });

  it('leaves a runner of another build alone while it has active processes', async () => {
    const stateDir = makeDirectory();
    const old = await ensure(stateDir, { env: { FAKE_BUILD: 'a', FAKE_ACTIVE: '2' } });
    const now = await ensure(stateDir, { env: { FAKE_BUILD: 'b' } }, 'b');
    assert.equal(pidOf(now), pidOf(old));
    assert.equal(now.greeting.runner.buildId, 'a');
  });

  it('tells at once that the runner ended at its start, with the end of its log', async () => {
    const stateDir = makeDirectory();
    writeFileSync(path.join(stateDir, 'runner.log'), 'an earlier failure\n');
    const failure = await failureOf(ensure(stateDir, { env: { FAKE_DAEMON: 'fail' } }));
    assert.equal(failure.code, 'RUNNER_START_FAILED');
    const log = path.join(stateDir, 'runner.log');
    assert.equal(
      failure.message,
      `The runner ended at its start (exit code 3). The end of its log says:\nfirst line\nno room on the device\nThe log: ${log}`,
    );
  });

  it('names a missing runner and a missing Node', async () => {
    const stateDir = makeDirectory();
    const noRunner = await failureOf(ensure(stateDir, { runnerPath: '/no/runner.js' }));
    assert.equal(noRunner.code, 'RUNNER_START_FAILED');
    assert.match(noRunner.message, /\/no\/runner\.js/);
    const noNode = await failureOf(ensure(stateDir, { execPath: '/no/node' }));
    assert.equal(noNode.code, 'RUNNER_START_FAILED');
    assert.match(noNode.message, /could not be started with "\/no\/node": .*ENOENT/);
  });

  it('waits for another runner when its own gave way to it', async () => {
    const stateDir = makeDirectory();
    const waiting = ensure(stateDir, { env: { FAKE_DAEMON: 'giveWay' } });
    await eventually(() => existsSync(path.join(stateDir, 'runner.log')));
    const other = await ensure(stateDir);
    assert.equal(pidOf(await waiting), pidOf(other));
  });

  it('puts a large log aside', async () => {
    const stateDir = makeDirectory();
    writeFileSync(path.join(stateDir, 'runner.log'), 'x'.repeat(1024 * 1024 + 1));
    await ensure(stateDir);
    assert.equal(statSync(path.join(stateDir, 'runner.log.1')).size, 1024 * 1024 + 1);
    assert.ok(statSync(path.join(stateDir, 'runner.log')).size < 1024);
  });

  function makeDirectory(): string {
    return mkdtempSync(path.join(root, 's-'));
  }

  async function ensure(
    stateDir: string,
    program: Partial<RunnerProgram> = {},
    buildId?: string,
  ): Promise<RunnerConnection> {
    const lookup: RunnerLookup = {
      stateDir,
      client: testClient,
      clock: createSystemClock(globalThis),
      logger: silentLogger,
    };
    const connection = await ensureRunner(
      lookup,
      {
        execPath: process.execPath,
        runnerPath: daemon,
        isElectron: false,
        ...program,
        env: { ...process.env, NODE_OPTIONS: undefined, ...program.env },
      },
      buildId,
    );
    const known = started.get(pidOf(connection));
    started.set(pidOf(connection), known ?? connection);
    if (known !== undefined) after(() => connection.dispose());
    return connection;
  }
});

function pidOf(connection: RunnerConnection): number {
  return connection.greeting.runner.pid;
}

async function failureOf(promise: Promise<unknown>): Promise<RunnerError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RunnerError, String(error));
  return error;
}
