import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createSystemClock } from '../../../src/base/clock.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { findRunner, type RunnerLookup } from '../../../src/client/findRunner.ts';
import { RunnerError } from '../../../src/client/runnerError.ts';
import { testClient } from '../../fakes/connectedPair.ts';
import { FakeRunner, refusal } from '../../fakes/fakeRunner.ts';
import { makeRunnerFile, publishRunner, writeRunnerFile } from '../../fakes/publishRunner.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';

const needsSockets = { skip: process.platform === 'win32' && 'platform: sockets are files only on POSIX' };

describe('findRunner', needsSockets, () => {
  checkLeaks();
  const root = temporaryDirectory();
  const servers: Server[] = [];
  after(() => {
    for (const server of servers) server.close();
  });

  it('connects to a live runner with the token of its file', async () => {
    const stateDir = makeDirectory();
    const runner = await publish(stateDir);
    const connection = await findRunner(lookup(stateDir));
    assert.equal((runner.asked[0]!.params as { token: string }).token, 'token');
    assert.deepEqual(connection?.greeting, runner.greeting);
    connection.dispose();
  });

  it('finds none where no file is', async () => {
    assert.equal(await findRunner(lookup(makeDirectory())), undefined);
  });

  it('finds none where the file of a dead runner was left', async () => {
    const stateDir = makeDirectory();
    writeRunnerFile(stateDir, makeRunnerFile(stateDir, { pid: deadPid() }));
    assert.equal(await findRunner(lookup(stateDir)), undefined);
  });

  it('finds none where the process id lives again but nobody listens', async () => {
    const stateDir = makeDirectory();
    writeRunnerFile(stateDir, makeRunnerFile(stateDir));
    assert.equal(await findRunner(lookup(stateDir)), undefined);
    writeFileSync(path.join(stateDir, 'r.sock'), '');
    assert.equal(await findRunner(lookup(stateDir)), undefined);
  });

  it('finds none, and warns, where the file makes no sense', async () => {
    const stateDir = makeDirectory();
    writeRunnerFile(stateDir, '{');
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    assert.equal(await findRunner({ ...lookup(stateDir), logger }), undefined);
    assert.match(warnings.join(), /runner\.json" is not JSON/);
  });

  it('finds none where the runner is just ending', async () => {
    const stateDir = makeDirectory();
    await publish(stateDir, () => {
      throw refusal('SHUTTING_DOWN', 'It is ending.');
    });
    assert.equal(await findRunner(lookup(stateDir)), undefined);
    const other = makeDirectory();
    const server = createServer((socket) => socket.destroy());
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path.join(other, 'r.sock'), resolve));
    writeRunnerFile(other, makeRunnerFile(other));
    assert.equal(await findRunner(lookup(other)), undefined);
  });

  it('looks again when the runner was replaced between reading and connecting', async () => {
    const stateDir = makeDirectory();
    const runner: FakeRunner = await publish(stateDir, ({ token }) => {
      if (token === 'new') return runner.greeting;
      writeRunnerFile(stateDir, makeRunnerFile(stateDir, { token: 'new' }));
      throw refusal('UNAUTHORIZED', 'The token is wrong.');
    });
    const connection = await findRunner(lookup(stateDir));
    assert.equal(runner.asked.length, 2);
    connection?.dispose();
  });

  it('says why a runner that is there cannot be used', async () => {
    const stateDir = makeDirectory();
    await publish(stateDir, () => {
      throw refusal('UNAUTHORIZED', 'The token is wrong.');
    });
    await assert.rejects(
      findRunner(lookup(stateDir)),
      isError('UNAUTHORIZED', /process \d+\).*r\.sock.*token is wrong/),
    );
  });

  it('names both versions when the runner speaks another protocol', async () => {
    const stateDir = makeDirectory();
    const refuse = (): never => {
      throw refusal('PROTOCOL_MISMATCH', 'No.');
    };
    await publish(stateDir, refuse, { protocolVersion: 2, version: '3.0.0' });
    await assert.rejects(
      findRunner(lookup(stateDir)),
      isError('PROTOCOL_MISMATCH', /speaks version 1 .*3\.0\.0, process \d+\) speaks version 2/),
    );
  });

  function makeDirectory(): string {
    return mkdtempSync(path.join(root, 's-'));
  }

  async function publish(
    stateDir: string,
    initialize?: NonNullable<ConstructorParameters<typeof FakeRunner>[0]>['initialize'],
    file: Parameters<typeof makeRunnerFile>[1] = {},
  ): Promise<FakeRunner> {
    const runner = new FakeRunner(initialize === undefined ? {} : { initialize });
    servers.push(await publishRunner(runner, stateDir, makeRunnerFile(stateDir, file)));
    return runner;
  }
});

function lookup(stateDir: string): RunnerLookup {
  return { stateDir, client: testClient, clock: createSystemClock(globalThis), logger: silentLogger };
}

/** The id of a process that has ended and been reaped. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

function isError(code: RunnerError['code'], message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RunnerError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}
