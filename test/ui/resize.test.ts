import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { openProcession, type Procession } from './openProcession.ts';

describe('a full-screen program in a window that is resized', () => {
  let procession: Procession;

  before(async () => {
    procession = await openProcession();
  });

  after(() => procession.close());

  it('vim fills the screen, before and after', async () => {
    await procession.run('vim -u NONE -N README.md');
    await fillsTheScreen(procession, isVim);
    await procession.workbench.resizeWindow(1600, 1000);
    await fillsTheScreen(procession, isVim);
    await procession.workbench.screenshot('vim-large');
    await procession.workbench.resizeWindow(900, 700);
    await fillsTheScreen(procession, isVim);
    await procession.workbench.typeInTerminal(':q!\n');
    await procession.showsInTerminal(/✓ exited with code 0/);
  });

  it('htop fills the screen, before and after, and leaves it as it was', async () => {
    await procession.workbench.resizeWindow(1280, 800);
    await procession.run('echo before; htop');
    await fillsTheScreen(procession, isHtop);
    await procession.workbench.resizeWindow(1600, 1000);
    await fillsTheScreen(procession, isHtop);
    await procession.workbench.screenshot('htop-large');
    await procession.workbench.resizeWindow(1100, 700);
    await fillsTheScreen(procession, isHtop);
    await procession.workbench.typeInTerminal('q');
    await procession.showsInTerminal(/^before\n+ ✓ exited with code 0/m);
  });

  it('htop that is killed gives the screen back', async () => {
    await procession.run('echo before; htop');
    await fillsTheScreen(procession, isHtop);
    await procession.workbench.runCommand('Procession: Kill');
    await procession.workbench.pickQuickItem('echo before; htop');
    await procession.showsInTerminal(/^before\n+ ■ stopped \(SIGKILL\)/m);
    // The mouse is the terminal's again, and so are the arrow keys: nothing of it is sent to nobody.
    await procession.workbench.pressInTerminal('r');
    await fillsTheScreen(procession, isHtop);
    await procession.workbench.typeInTerminal('q');
  });
});

type Looks = (lines: readonly string[], size: { columns: number; rows: number }) => void;

async function fillsTheScreen({ workbench }: Procession, looks: Looks): Promise<void> {
  await eventually(async () => {
    const size = await workbench.terminalSize();
    const lines = (await workbench.terminalText()).split('\n');
    looks(lines, size);
  });
}

/** The file's first line on top, its lines wrapped nowhere but at the edge, and vim's status in the last row. */
const isVim: Looks = (lines, { rows }) => {
  assert.equal(lines[0], '# Bakery');
  assert.ok(lines.length >= rows - 1 && lines.length <= rows, `${lines.length} of ${rows} rows`);
};

/** The keys in the last row, and the heading as wide as the screen allows. */
const isHtop: Looks = (lines, { columns, rows }) => {
  assert.match(lines[rows - 1] ?? '', /^F1Help/);
  const heading = lines.find((line) => line.includes('PID USER'));
  assert.ok(heading !== undefined && heading.length > Math.min(columns, 70) - 10, heading);
};
