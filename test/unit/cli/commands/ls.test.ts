import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ls, type LsOptions } from '../../../../src/cli/commands/ls.ts';
import { FakeCli } from '../../../fakes/fakeCli.ts';
import { FakeRunner } from '../../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const here = makeProcessInfo();
const elsewhere = makeProcessInfo({ id: 'p2', sessionId: 's2', title: 'make' });

describe('procession ls', () => {
  checkLeaks();

  it('says that no runner is running, and starts none', async () => {
    assert.equal(await list(undefined, {}), 'No runner is running.\n');
    assert.equal(await list(undefined, { json: true }), '[]\n');
  });

  it("shows this folder's processes", async () => {
    assert.equal(
      await list(makeRunner(), {}),
      'ID  STATE    PID   TIME  TITLE\np1  running  4242  0s    sleep 60\n',
    );
  });

  it('shows those of every folder', async () => {
    assert.equal(
      await list(makeRunner(), { all: true }),
      'ID  STATE    PID   TIME  FOLDER  TITLE\n' +
        'p1  running  4242  0s    /srv    sleep 60\n' +
        'p2  running  4242  0s    /other  make\n',
    );
  });

  it('prints JSON that holds everything that is known', async () => {
    assert.deepEqual(JSON.parse(await list(makeRunner(), { json: true })), [here]);
    assert.deepEqual(JSON.parse(await list(makeRunner(), { json: true, all: true })), [here, elsewhere]);
  });

  it('says so when there are none', async () => {
    const noSession = new FakeRunner({ 'session/list': () => [], 'process/list': () => [] });
    assert.match(await list(noSession, {}), /^This folder has no processes/);
    assert.equal(await list(noSession, { json: true }), '[]\n');
    assert.equal(await list(noSession, { all: true }), 'There are no processes.\n');
  });
});

function makeRunner(): FakeRunner {
  return new FakeRunner({
    'session/list': () => [
      { id: 's1', name: 'work', cwd: '/srv' },
      { id: 's2', name: 'other', cwd: '/other' },
    ],
    'process/list': ({ sessionId }) =>
      [here, elsewhere].filter((process) => sessionId === undefined || process.sessionId === sessionId),
  });
}

async function list(runner: FakeRunner | undefined, options: Partial<LsOptions>): Promise<string> {
  const cli = new FakeCli(runner);
  assert.equal(await ls(cli, { all: false, json: false, ...options }), 0);
  assert.equal(cli.stderr.text, '');
  return cli.stdout.text;
}
