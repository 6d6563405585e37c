import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { openProcession, type Procession } from './openProcession.ts';

const TICKS = 'i=0; while :; do i=$((i+1)); echo tick $i; sleep 0.2; done';

describe('a window that is reloaded', () => {
  let procession: Procession;

  before(async () => {
    procession = await openProcession();
    await procession.workbench.openViewContainer('Procession');
  });

  after(() => procession.close());

  it('has the processes and their terminals back, which went on meanwhile', async () => {
    const { workbench } = procession;
    await procession.run('echo closed before; sleep 4245');
    await procession.showsInTerminal(/^closed before$/m);
    await workbench.runCommand('Terminal: Kill the Active Terminal Instance');
    await procession.run('cat');
    await procession.run(TICKS);
    const before = Number(/tick (\d+)\s*$/.exec(await procession.showsInTerminal(/tick \d+$/m))?.[1]);
    await procession.showsInTree(TICKS, /^pid/);
    const rowsBefore = await workbench.treeItems('Processes');

    await workbench.reload();

    const text = await procession.showsInTerminal(/tick \d+$/m);
    await eventually(async () => {
      const now = Number(/tick (\d+)\s*$/.exec(await workbench.terminalText())?.[1]);
      assert.ok(now > before + 10, `${now} after ${before}`);
    });
    assert.doesNotMatch(text, /✗/);
    const rowsAfter = await eventually(async () => {
      const rows = await workbench.treeItems('Processes');
      return rows.length === 3 && rows;
    });
    assert.deepEqual(rowsAfter.map(pidOf), rowsBefore.map(pidOf));
    await eventually(async () =>
      assert.match((await workbench.statusBarItem(/running/))?.text ?? '', /^3 running/),
    );
    await workbench.screenshot('reloaded');
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('shows only the terminals that were open, and they work', async () => {
    const { workbench } = procession;
    const tabs = await eventually(async () => {
      const labels = await workbench.page.locator('.terminal-tabs-entry').allTextContents();
      return labels.length >= 2 && labels;
    });
    assert.ok(
      tabs.some((label) => label.includes('cat')),
      tabs.join(),
    );
    assert.ok(!tabs.some((label) => label.includes('closed before')), tabs.join());
    await workbench.clickTreeItem('Processes', 'cat');
    await eventually(async () => assert.doesNotMatch(await workbench.terminalText(), /tick/));
    await workbench.typeInTerminal('still listening\n');
    await procession.showsInTerminal(/^still listening\nstill listening$/m);
  });
});

function pidOf({ label, description }: { label: string; description: string }): string {
  return `${label}: ${/pid \d+/.exec(description)?.[0] ?? description}`;
}
