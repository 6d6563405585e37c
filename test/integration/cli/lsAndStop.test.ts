import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { ProcessInfo } from '../../../src/protocol/process.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { CliWorld, exitOf, script } from './cliWorld.ts';

const forever = script('setInterval(() => {}, 9e6)');

describe('procession ls and stop', () => {
  checkLeaks();
  const root = temporaryDirectory();

  it('shows nothing, and starts nothing, where no runner runs', async () => {
    const world = new CliWorld(root);
    assert.deepEqual(await world.run(['ls']), { code: 0, stdout: 'No runner is running.\n', stderr: '' });
    assert.deepEqual(await world.run(['ls', '--json']), { code: 0, stdout: '[]\n', stderr: '' });
    assert.deepEqual(await world.run(['stop', 'x']), {
      code: 1,
      stdout: '',
      stderr: 'procession: no runner is running, so there is nothing to stop.\n',
    });
    assert.throws(() => world.runnerPid(), { code: 'ENOENT' });
  });

  it('shows what runs in this folder, and by --all elsewhere', async () => {
    const world = new CliWorld(root);
    const inner = path.join(world.folder, 'inner');
    mkdirSync(inner);
    await world.run(['run', '--name', 'outer job', '--', ...script('')]);
    await world.run(['run', '--name', 'inner job', '--', ...script('')], { cwd: inner });
    await world.run(['run', '--name', 'other job', '--', ...script('')], { cwd: root });

    const titles = async (args: string[], cwd: string): Promise<string[]> => {
      const { stdout } = await world.run(['ls', '--json', ...args], { cwd });
      return (JSON.parse(stdout) as ProcessInfo[]).map(({ title }) => title);
    };
    assert.deepEqual(await titles([], world.folder), ['outer job', 'inner job']);
    assert.deepEqual(await titles([], inner), ['outer job', 'inner job'], 'the session of the folder above');
    assert.deepEqual(await titles([], root), ['other job']);
    assert.deepEqual(await titles(['--all'], inner), ['outer job', 'inner job', 'other job']);

    const { stdout } = await world.run(['ls', '--all']);
    assert.match(
      stdout,
      /^ID +STATE +PID +TIME +FOLDER +TITLE\n[0-9a-f]+ +stopped +- +exit 0 +\S+ +outer job\n/,
    );
  });

  it('stops by name and by id, and tells in JSON', async () => {
    const world = new CliWorld(root);
    const children = ['web', 'api'].map((name) => world.start(['run', '--name', name, '--', ...forever]));
    const exits = Promise.all(children.map(exitOf));
    await world.whenAllListed(2, 'running');
    const named = await world.run(['stop', '--json', '--grace', '1000', '--signal', 'TERM', 'web', 'nope']);
    assert.equal(named.code, 1);
    const [web, nope] = JSON.parse(named.stdout) as [
      { ok: true; process: ProcessInfo },
      { ok: false; error: { code: string } },
    ];
    assert.deepEqual([web.ok, web.process.title, web.process.state], [true, 'web', 'stopped']);
    assert.deepEqual([nope.ok, nope.error.code], [false, 'NO_SUCH_PROCESS']);

    const api = await world.whenListed('running');
    assert.deepEqual(await world.run(['stop', api.id], { cwd: root }), {
      code: 0,
      stdout: `api (${api.id}) is stopped.\n`,
      stderr: '',
    });
    assert.equal((await world.run(['stop', api.id])).stdout, `api (${api.id}) had already ended.\n`);
    assert.deepEqual(await exits, process.platform === 'win32' ? [1, 1] : [143, 143]);
  });

  it('asks which one when a name is ambiguous, and stops everything with --all', async () => {
    const world = new CliWorld(root);
    const children = [1, 2].map(() => world.start(['run', '--name', 'twin', '--', ...forever]));
    const exits = Promise.all(children.map(exitOf));
    await world.whenAllListed(2, 'running');
    const ambiguous = await world.run(['stop', 'twin']);
    assert.equal(ambiguous.code, 1);
    assert.match(
      ambiguous.stderr,
      /^procession: "twin" could be any of 2 processes.*\n( {2}[0-9a-f]+ {2}twin .*\n){2}$/,
    );
    const all = await world.run(['stop', '--all']);
    assert.deepEqual([all.code, all.stdout.split('\n').length - 1], [0, 2]);
    await exits;
  });
});
