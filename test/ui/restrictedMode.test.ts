import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { openProcession, type Procession } from './openProcession.ts';

describe('a folder in Restricted Mode', () => {
  let procession: Procession;

  before(async () => {
    procession = await openProcession({ trust: 'enabled' });
    await procession.workbench.openViewContainer('Procession');
  });

  after(() => procession.close());

  it('says that nothing is started, offers no command that would, and starts nothing', async () => {
    const { page } = procession.workbench;
    await eventually(async () =>
      assert.ok(await page.getByText('Procession starts nothing in Restricted Mode.').isVisible()),
    );
    assert.equal(await page.getByText('Nothing is running yet.').isVisible(), false);
    await procession.workbench.screenshot('restricted');
    await page.keyboard.press('F1');
    await page.keyboard.type('Procession: ');
    const commands = await procession.workbench.quickItems();
    assert.ok(commands.includes('Procession: Show Runner Log'), commands.join());
    assert.ok(!commands.includes('Procession: Run Command…'), commands.join());
    await page.keyboard.press('Escape');
    assert.deepEqual(await readdir(procession.stateDir), []);
  });

  it('works as soon as it is trusted', async () => {
    const { page } = procession.workbench;
    await page.locator('.pane-body').getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await procession.run('echo trusted');
    await procession.showsInTerminal(/^trusted$/m);
  });
});
