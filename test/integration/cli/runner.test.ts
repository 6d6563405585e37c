import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { makeRunnerFile, writeRunnerFile } from '../../fakes/publishRunner.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { CliWorld, script } from './cliWorld.ts';

const needsModes = { skip: process.platform === 'win32' && 'platform: Windows has no file modes' };

describe('procession and its runner', () => {
  checkLeaks();
  const root = temporaryDirectory();

  it('starts one runner when many start at once', async () => {
    const world = new CliWorld(root);
    const runs = Array.from({ length: 4 }, () => world.run(['run', '--', ...script('process.exit(3)')]));
    for (const { code, stderr } of await Promise.all(runs)) assert.deepEqual([code, stderr], [3, '']);
    assert.equal((await world.list()).length, 4, 'one runner knows them all');
  });

  it('starts a new one where a dead one left its file', async () => {
    const world = new CliWorld(root);
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeRunnerFile(world.stateDir, makeRunnerFile(world.stateDir, { pid }));
    writeFileSync(path.join(world.stateDir, 'r.sock'), '');
    assert.equal((await world.run(['run', '--', ...script('process.exit(3)')])).code, 3);
    assert.notEqual(world.runnerPid(), pid);
  });

  it('starts a new one after the old one was killed', async () => {
    const world = new CliWorld(root);
    await world.run(['run', '--', ...script('')]);
    const pid = world.runnerPid();
    process.kill(pid, 'SIGKILL');
    await eventually(async () => {
      assert.equal((await world.run(['ls'])).stdout, 'No runner is running.\n');
    });
    assert.equal((await world.run(['run', '--', ...script('process.exit(3)')])).code, 3);
    assert.notEqual(world.runnerPid(), pid);
  });

  it('tells with the end of the log that a runner died at its start', async () => {
    const world = new CliWorld(root);
    mkdirSync(path.join(world.stateDir, 'lock.db'));
    const { code, stderr } = await world.run(['run', '--', ...script('')]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^procession: The runner ended at its start \(exit code 1\)\. The end of its log says:\n/,
    );
    assert.ok(stderr.endsWith(`The log: ${path.join(world.stateDir, 'runner.log')}\n`), stderr);
    assert.match(readFileSync(path.join(world.stateDir, 'runner.log'), 'utf8'), /database/);
  });

  it('starts the runner with the Node that PROCESSION_NODE names', async () => {
    const world = new CliWorld(root);
    const env = { PROCESSION_NODE: path.join(world.folder, 'no-node') };
    const { code, stderr } = await world.run(['run', '--', ...script('')], { env });
    assert.equal(code, 1);
    assert.match(stderr, /^procession: The runner could not be started with ".*no-node": .*ENOENT/);
    assert.equal(
      (await world.run(['run', '--', ...script('')], { env: { PROCESSION_NODE: process.execPath } })).code,
      0,
    );
  });

  it('refuses a state directory that others may enter', needsModes, async () => {
    const world = new CliWorld(root);
    chmodSync(world.stateDir, 0o755);
    const { code, stderr } = await world.run(['run', '--', ...script('')]);
    chmodSync(world.stateDir, 0o700);
    assert.equal(code, 1);
    assert.match(stderr, /is open to other users \(mode 0755\).*chmod 700/);
  });

  it('takes the state directory from the environment too', async () => {
    const [world, other] = [new CliWorld(root), new CliWorld(root)];
    await world.run(['run', '--', ...script('')]);
    const [file, cli] = other.commandLine();
    const env = { ...process.env, PROCESSION_STATE_DIR: world.stateDir };
    const { stdout } = spawnSync(file, [cli ?? '', 'ls', '--all', '--json'], { env, encoding: 'utf8' });
    assert.equal((JSON.parse(stdout) as unknown[]).length, 1);
  });
});
