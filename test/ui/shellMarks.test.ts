import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { runOnCommandLine } from './cliProcess.ts';
import { openProcession, PROCESSES, type Procession } from './openProcession.ts';

describe('what VS Code knows of a run', () => {
  let procession: Procession;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'procession-links-'));
    for (const [place, text] of [
      ['src', 'wrong\n'.repeat(5)],
      ['api/src', 'one\ntwo\nthree\nfour\nfive\n'],
    ] as const) {
      await mkdir(path.join(folder, place), { recursive: true });
      await writeFile(path.join(folder, place, 'x.js'), text);
    }
    procession = await openProcession({ folder });
    await procession.workbench.openViewContainer('Procession');
  });

  after(async () => {
    await procession.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is how it ended, which it shows beside its first line, and runs it again from there', async () => {
    const { workbench } = procession;
    await procession.run('echo it fails; exit 3');
    await procession.showsInTerminal(/✗ exited with code 3/);
    const mark = workbench.page
      .locator('.terminal-wrapper.active .terminal-command-decoration:visible')
      .first();
    await eventually(async () =>
      assert.match((await mark.getAttribute('class')) ?? '', /codicon-terminal-decoration-error/),
    );
    await workbench.screenshot('marks-decoration');
    await mark.click();
    const rerun = workbench.page.getByRole('menuitem', { name: 'Rerun Command' });
    await rerun.waitFor();
    // A menu takes no clicks in its first 100 ms, lest the click that opened it also chooses.
    await eventually(async () => {
      if (await rerun.isVisible()) await rerun.click();
      return rerun.isHidden();
    });
    await procession.showsInTerminal(
      /↻ echo it fails; exit 3 \(run 2\)\n\nit fails\n\n ✗ exited with code 3/,
    );
    await workbench.screenshot('marks-rerun');
  });

  it('is where it works, so that a path in its output opens the right file', async () => {
    const { workbench } = procession;
    const script = 'echo at src/x.js:3; sleep 4248';
    const where = ['--pty', '--name', 'links', '--cwd', path.join(folder, 'api')];
    const leave = runOnCommandLine(procession, [...where, '--', 'sh', '-c', script]);
    await procession.showsInTree('links', /^pid/);
    await workbench.clickTreeItem(PROCESSES, 'links');
    await procession.showsInTerminal(/^at src\/x\.js:3$/m);
    const { page } = workbench;
    const text = page.locator('.terminal-wrapper.active .xterm-rows').getByText('at src/x.js:3');
    await eventually(
      async () => {
        const box = await text.boundingBox();
        assert.ok(box !== null);
        await page.keyboard.down('Control');
        await page.mouse.move(box.x + 2, box.y + box.height / 2);
        await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
        await page.mouse.click(box.x + 60, box.y + box.height / 2);
        await page.keyboard.up('Control');
        const editor = page.locator('.editor-instance .view-lines');
        await editor.waitFor({ timeout: 2_000 });
        assert.match((await editor.textContent()) ?? '', /three/);
      },
      { timeoutMs: 20_000 },
    );
    await eventually(async () =>
      assert.match((await workbench.statusBarItem(/Ln \d/))?.text ?? '', /^Ln 3, Col 1/),
    );
    await workbench.screenshot('marks-link');
    leave();
  });
});
