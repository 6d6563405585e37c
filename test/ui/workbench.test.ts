import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import path from 'node:path';
import { projectRoot } from '../../scripts/projectRoot.mjs';
import { eventually } from '../helpers/eventually.ts';
import { checkLeaks } from '../helpers/leakCheck.ts';
import { openWorkbench } from './harness/openWorkbench.ts';
import type { Workbench } from './harness/workbench.ts';

describe('the workbench without the extension', () => {
  checkLeaks();

  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ folder: path.join(projectRoot, 'examples', 'workspace') });
  });

  after(() => workbench.close());

  it('offers a new terminal in the palette, and the terminal shows what is echoed into it', async () => {
    await workbench.runCommand('Terminal: Create New Terminal');
    await workbench.typeInTerminal('echo answer=$((6 * 7))\n');
    await eventually(async () => assert.match(await workbench.terminalText(), /^answer=42$/m));
    await workbench.screenshot('workbench-terminal');
  });

  it('gives the terminal more room when the window grows', async () => {
    const before = await workbench.terminalSize();
    await workbench.resizeWindow(1600, 900);
    const { columns } = await eventually(async () => {
      const size = await workbench.terminalSize();
      return size.columns > before.columns && size;
    });
    await workbench.typeInTerminal('echo columns=$(tput cols)\n');
    await eventually(async () =>
      assert.match(await workbench.terminalText(), new RegExp(`^columns=${columns}$`, 'm')),
    );
  });

  it('has its terminal back after a reload of the window', async () => {
    await workbench.reload();
    await eventually(async () => assert.match(await workbench.terminalText(), /^answer=42$/m));
  });
});
