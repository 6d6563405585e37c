import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { createSystemClock } from '../../../../src/base/clock.ts';
import type { ProcessTree } from '../../../../src/runner/child/processTree.ts';
import { openPsProcessTree } from '../../../../src/runner/child/psProcessTree.ts';
import { terminateTree, type Termination } from '../../../../src/runner/child/terminateTree.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const fixtures = path.join(import.meta.dirname, '../../../fixtures/processes');
const onUnix = { skip: process.platform === 'win32' && 'platform: there is no ps' };

/** The tree of macOS and others: `ps` speaks the same language on Linux. */
describe('a tree that is read from ps', onUnix, () => {
  checkLeaks();
  const started: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid!, 'SIGKILL');
        await once(child, 'exit');
      }
    }
  });

  async function run(fixture: string): Promise<{ child: ChildProcess; tree: ProcessTree }> {
    const child = spawn('sh', [path.join(fixtures, fixture)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    await once(child.stdout, 'data');
    const mark = { name: 'PROCESSION_RUN_ID', value: 'not read here' };
    return { child, tree: openPsProcessTree({ pid: child.pid!, mark }) };
  }

  it('has the child and everything that descends from it, by command', async () => {
    const { child, tree } = await run('forkGrandchild.sh');
    const members = await eventually(async () => {
      const found = await tree.members();
      assert.deepEqual(
        found.map(({ command }) => command),
        [`sh ${path.join(fixtures, 'forkGrandchild.sh')}`, 'sh -c sleep 300 & wait', 'sleep 300'],
      );
      return found;
    });
    assert.equal(members[0]?.pid, child.pid);
    assert.ok(members.every(({ startTime }) => /\d\d:\d\d:\d\d \d{4}$/.test(startTime)));
  });

  it('is ended politely', async () => {
    const { tree } = await run('forkGrandchild.sh');
    assert.deepEqual(await end(tree), { kind: 'ended', step: 'polite' });
    assert.deepEqual(await tree.members(), []);
  });

  it('is killed when it takes no notice', async () => {
    const { child, tree } = await run('ignoreSigterm.sh');
    assert.deepEqual(await end(tree, 100), { kind: 'ended', step: 'kill' });
    await eventually(() => child.signalCode === 'SIGKILL');
  });

  it('has what lost its parent, by its group', async () => {
    const { tree } = await run('orphanCleanEnvironment.sh');
    await eventually(async () => {
      const commands = (await tree.members()).map(({ command }) => command);
      assert.deepEqual(commands, ['sleep 300', 'sleep 300']);
    });
    assert.equal((await end(tree)).kind, 'ended');
  });
});

function end(tree: ProcessTree, graceMs = 5_000): Promise<Termination> {
  const hurry = new AbortController().signal;
  const plan = { politeSignals: ['SIGTERM', 'SIGCONT'], graceMs, hurry };
  return terminateTree(createSystemClock(globalThis), tree, plan);
}
