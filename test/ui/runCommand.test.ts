import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { openProcession, PROCESSES, type Procession } from './openProcession.ts';

describe('a command run from the palette', () => {
  let procession: Procession;

  before(async () => {
    procession = await openProcession();
    await procession.workbench.openViewContainer('Procession');
  });

  after(() => procession.close());

  it('is offered by the empty view, which starts nothing by itself', async () => {
    const { page } = procession.workbench;
    await eventually(async () => assert.ok(await page.getByText('Nothing is running yet.').isVisible()));
    assert.equal(await procession.workbench.statusBarItem(/running/), undefined);
    await page.locator('.pane-body').getByRole('button', { name: 'Run Command…' }).click();
    await procession.workbench.answerQuickInput('echo from the button');
    await procession.showsInTerminal(/^from the button$/m);
  });

  it("runs in the workspace's folder, in a terminal whose size it knows from the start", async () => {
    const { workbench, folder } = procession;
    await procession.run('pwd; stty size');
    const text = await procession.showsInTerminal(
      /✓ exited with code 0 after .* m?s {3}\(r: run again, Enter: close\)/,
    );
    const { columns, rows } = await workbench.terminalSize();
    assert.match(text, new RegExp(`^${folder}\n${rows} ${columns}$`, 'm'));
  });

  it('shows its end in the terminal, the tree, the badge and the status bar', async () => {
    const { workbench } = procession;
    await procession.run('echo oh no; exit 3');
    await procession.showsInTerminal(/^oh no\n\n ✗ exited with code 3 after/m);
    const item = await procession.showsInTree('echo oh no; exit 3', /^exit 3 · /);
    assert.match(item.ariaLabel, /failed, exited with code 3/);
    await eventually(async () =>
      assert.match((await workbench.statusBarItem(/running/))?.text ?? '', /0 running · 1 failed/),
    );
    const badge = workbench.page.locator('.activitybar .action-item', {
      has: workbench.page.getByLabel(/^Procession/),
    });
    await eventually(async () => assert.equal(await badge.locator('.badge-content').textContent(), '1'));
  });

  it('runs again with r in the same terminal, and leaves it with Enter', async () => {
    const { workbench } = procession;
    await procession.run('echo run after run');
    await procession.showsInTerminal(/✓ exited/);
    const terminals = await terminalCount(procession);
    await workbench.typeInTerminal('r');
    const text = await procession.showsInTerminal(
      /↻ echo run after run \(run 2\)\n\nrun after run\n\n ✓ exited/,
    );
    assert.match(text, /^run after run\n\n ✓ exited[^\n]*\n\n ↻/m);
    assert.equal(await terminalCount(procession), terminals);
    await workbench.pressInTerminal('Enter');
    await eventually(async () => assert.equal(await terminalCount(procession), terminals - 1));
    await procession.showsInTree('echo run after run', /^exit 0/);
  });

  it('is remembered, the newest first', async () => {
    const { workbench } = procession;
    await workbench.runCommand('Procession: Run Command…');
    const lines = await workbench.quickItems();
    assert.deepEqual(lines.slice(0, 2), ['echo run after run', 'echo oh no; exit 3']);
    await workbench.page.keyboard.press('Escape');
  });

  it('takes what is typed', async () => {
    await procession.run('python3 -i');
    await procession.showsInTerminal(/^>>> ?$/m);
    await procession.workbench.typeInTerminal('print("grüß", 6 * 7)\n');
    await procession.showsInTerminal(/^grüß 42$/m);
    await procession.workbench.screenshot('python');
    await procession.workbench.pressInTerminal('Control+d');
    await procession.showsInTerminal(/✓ exited with code 0/);
  });

  it('is stopped from the tree, with everything it has started', async () => {
    const { workbench } = procession;
    await procession.run('sleep 4242 & sleep 4243');
    await procession.showsInTree('sleep 4242 & sleep 4243', /^pid \d+/);
    await eventually(async () =>
      assert.match((await workbench.statusBarItem(/running/))?.text ?? '', /^1 running/),
    );
    await workbench.treeItemAction(PROCESSES, 'sleep 4242 & sleep 4243', 'Stop');
    await procession.showsInTree('sleep 4242 & sleep 4243', /^stopped · /);
    await procession.showsInTerminal(/■ stopped \(SIGTERM\) after/);
    await eventually(async () =>
      assert.match((await workbench.statusBarItem(/running/))?.text ?? '', /^0 running/),
    );
    await workbench.screenshot('stopped');
  });

  it('goes on when its terminal is closed, and is shown again from the tree', async () => {
    const { workbench } = procession;
    const line = 'echo still here; sleep 4244';
    await procession.run(line);
    await procession.showsInTerminal(/^still here$/m);
    const terminals = await terminalCount(procession);
    await workbench.runCommand('Terminal: Kill the Active Terminal Instance');
    await eventually(async () => assert.equal(await terminalCount(procession), terminals - 1));
    await procession.showsInTree(line, /^pid \d+/);
    await workbench.clickTreeItem(PROCESSES, line);
    await procession.showsInTerminal(/^still here$/m);
    await workbench.pickFromTreeItemMenu(PROCESSES, line, 'Kill');
    await procession.showsInTree(line, /^stopped · /);
    await procession.showsInTerminal(/■ stopped \(SIGKILL\)/);
    await workbench.pickFromTreeItemMenu(PROCESSES, line, 'Remove');
    await eventually(async () => {
      const items = await workbench.treeItems(PROCESSES);
      return !items.some(({ label }) => label === line);
    });
  });

  it('answers Ctrl-C at once, however much it prints', async () => {
    const { workbench } = procession;
    await procession.run(`yes "${'0123456789 '.repeat(7)}"`);
    await procession.showsInTerminal(/0123456789 0123456789/);
    // Long enough to fall far behind, if it could.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await workbench.pressInTerminal('Control+c');
    const beganMs = performance.now();
    await procession.showsInTerminal(/✗ killed by SIGINT/);
    assert.ok(performance.now() - beganMs < 3_000, `${Math.round(performance.now() - beganMs)} ms`);
  });
});

/** How many terminals the panel has. */
function terminalCount({ workbench }: Procession): Promise<number> {
  return workbench.page.locator('.terminal-wrapper').count();
}
