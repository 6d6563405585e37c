import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stop, type StopOptions } from '../../../../src/cli/commands/stop.ts';
import { FakeCli } from '../../../fakes/fakeCli.ts';
import { FakeRunner, refusal } from '../../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const web = makeProcessInfo({ id: 'p1', title: 'web' });
const done = makeProcessInfo({ id: 'p2', title: 'build', state: 'stopped' });
const other = makeProcessInfo({ id: 'p3', sessionId: 's2', title: 'web' });
const stubborn = makeProcessInfo({ id: 'p4', sessionId: 's2', title: 'stubborn' });

describe('procession stop', () => {
  checkLeaks();

  it('stops a process of this folder by its name', async () => {
    const { exitCode, cli, stopped } = await stopping({ targets: ['web'] });
    assert.equal(exitCode, 0);
    assert.deepEqual(stopped, [{ processId: 'p1' }]);
    assert.equal(cli.stdout.text, 'web (p1) is stopped.\n');
  });

  it('stops a process of any folder by its id, with the signal and grace that are asked for', async () => {
    const { exitCode, stopped } = await stopping({ targets: ['p3'], signal: 'SIGINT', graceMs: 50 });
    assert.equal(exitCode, 0);
    assert.deepEqual(stopped, [{ processId: 'p3', signal: 'SIGINT', graceMs: 50 }]);
  });

  it('is content with one that has ended', async () => {
    const { exitCode, cli, stopped } = await stopping({ targets: ['build'] });
    assert.equal(exitCode, 0);
    assert.deepEqual(stopped, []);
    assert.equal(cli.stdout.text, 'build (p2) had already ended.\n');
  });

  it('lists those that a name could mean, and stops the rest', async () => {
    const { exitCode, cli, stopped } = await stopping({ targets: ['web', 'p2'], all: true });
    assert.equal(exitCode, 1);
    assert.deepEqual(stopped, []);
    assert.equal(
      cli.stderr.text,
      'procession: "web" could be any of 2 processes; say which by its id.\n  p1  web (pid 4242)\n  p3  web (pid 4242)\n',
    );
    assert.equal(cli.stdout.text, 'build (p2) had already ended.\n');
  });

  it('says what it does not know', async () => {
    const { exitCode, cli } = await stopping({ targets: ['nope'] });
    assert.equal(exitCode, 1);
    assert.equal(
      cli.stderr.text,
      'procession: there is no process "nope" in this folder; --all looks in every one.\n',
    );
  });

  it('says what could not be stopped', async () => {
    const { exitCode, cli } = await stopping({ targets: ['p4'] });
    assert.equal(exitCode, 1);
    assert.equal(cli.stderr.text, 'procession: Still alive: 4242.\n');
  });

  it('stops everything that is active with --all alone', async () => {
    const { exitCode, stopped } = await stopping({ all: true });
    assert.equal(exitCode, 1, 'one of them cannot be stopped');
    assert.deepEqual(stopped, [{ processId: 'p1' }, { processId: 'p3' }, { processId: 'p4' }]);
  });

  it('prints JSON and nothing else', async () => {
    const { exitCode, cli } = await stopping({ targets: ['web', 'nope'], json: true });
    assert.equal(exitCode, 1);
    assert.equal(cli.stderr.text, '');
    assert.deepEqual(JSON.parse(cli.stdout.text), [
      { target: 'web', ok: true, hadEnded: false, process: { ...web, state: 'stopped' } },
      {
        target: 'nope',
        ok: false,
        error: {
          code: 'NO_SUCH_PROCESS',
          message: 'there is no process "nope" in this folder; --all looks in every one.',
        },
      },
    ]);
  });

  it('fails for a name, and has nothing to do for --all, where no runner runs', async () => {
    const named = await stopping({ targets: ['web'] }, new FakeCli(undefined));
    assert.deepEqual(
      [named.exitCode, named.cli.stderr.text],
      [1, 'procession: no runner is running, so there is nothing to stop.\n'],
    );
    const all = await stopping({ all: true }, new FakeCli(undefined));
    assert.deepEqual([all.exitCode, all.cli.stdout.text, all.cli.stderr.text], [0, '', '']);
  });
});

const runner = (): FakeRunner =>
  new FakeRunner({
    'session/list': () => [
      { id: 's1', name: 'work', cwd: '/srv' },
      { id: 's2', name: 'other', cwd: '/other' },
    ],
    'process/list': () => [web, done, other, stubborn],
    'process/stop': ({ processId }) => {
      if (processId === 'p4') throw refusal('STOP_FAILED', 'Still alive: 4242.');
      return { ...(processId === 'p1' ? web : other), state: 'stopped' };
    },
  });

async function stopping(options: Partial<StopOptions>, world?: FakeCli) {
  const fake = runner();
  const cli = world ?? new FakeCli(fake);
  const exitCode = await stop(cli, { targets: [], all: false, json: false, ...options });
  const stopped = fake.asked.filter(({ method }) => method === 'process/stop').map(({ params }) => params);
  return { exitCode, cli, stopped };
}
