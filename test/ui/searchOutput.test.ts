import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { openProcession, PROCESSES, type Procession } from './openProcession.ts';

/** Prints 300 red lines, one of them special. */
const COUNTING = String.raw`seq 300 | while read i; do printf '\033[31mitem %s\033[0m of all\n' $i; done; echo 'the $(flame) needle'`;

describe('the output of processes', () => {
  let procession: Procession;
  let ownFolder: string;

  before(async () => {
    ownFolder = await mkdtemp(path.join(tmpdir(), 'procession-export-'));
    procession = await openProcession();
    await procession.workbench.openViewContainer('Procession');
  });

  after(async () => {
    await procession.close();
    await rm(ownFolder, { recursive: true });
  });

  it('cannot be searched while there is none', async () => {
    const { workbench } = procession;
    await workbench.runCommand('Procession: Search Output…');
    await eventually(async () =>
      assert.match((await workbench.notifications()).join(), /No runner is running, so there is no output/),
    );
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('is searched while it is typed, and a line that is chosen is shown in its log', async () => {
    const { workbench } = procession;
    await procession.run(COUNTING);
    await procession.showsInTerminal(/✓ exited/);
    await workbench.runCommand('Procession: Search Output…');
    await search(procession, 'item 25');
    await shows(procession, /^item 25 of all,item 250 of all,item 251 of all/);
    await workbench.screenshot('search-output');
    await search(procession, 'item 257');
    await shows(procession, /^item 257 of all$/);
    await workbench.page.keyboard.press('Enter');
    await editorShows(procession, /item.257.of.all/);
    await eventually(async () =>
      assert.match((await workbench.statusBarItem(/Ln \d+/))?.text ?? '', /Ln 257, Col 9 \(8 selected\)/),
    );
    await workbench.screenshot('search-chosen');
  });

  it('is searched with regular expressions, and says what is wrong with one', async () => {
    const { workbench } = procession;
    await workbench.runCommand('Procession: Search Output…');
    await pressButton(procession, 'Use Regular Expression');
    await search(procession, '^item (7|9)9 ');
    await shows(procession, /^item 79 of all,item 99 of all$/);
    await workbench.screenshot('search-regex');
    await search(procession, '(');
    await shows(procession, /Invalid regular expression/);
    await workbench.screenshot('search-invalid');
    await search(procession, 'NEEDLE$');
    await shows(procession, /^the \$\(flame\) needle$/);
    await pressButton(procession, 'Match Case');
    await shows(procession, /No line matches\./);
    await pressButton(procession, 'Ignore Case');
    await pressButton(procession, 'Look for Plain Text');
    await search(procession, 'item ');
    await shows(procession, /^item 1 of all,/);
    await pressButton(procession, 'Search the Last Runs Only');
    await pressButton(procession, 'Search All Runs');
    await pressButton(procession, 'Search the Output of every workspace');
    await shows(procession, /^item 1 of all,/);
    await workbench.screenshot('search-everything');
    await pressButton(procession, 'Open All Results in Editor');
    await editorShows(procession, /300.lines.match/);
    await workbench.screenshot('search-report');
  });

  it('is followed in an editor while it is to be seen', async () => {
    const { workbench } = procession;
    await procession.run('while :; do n=$((n+1)); echo "tick $n"; sleep 0.1; done');
    const title = 'while :; do n=$((n+1)); echo "tick $n"; sleep 0.1; done';
    await procession.showsInTree(title, /^pid/);
    await workbench.pickFromTreeItemMenu(PROCESSES, title, 'Open Log in Editor');
    await editorShows(procession, /tick.20$/m);
    await editorShows(procession, /tick.60$/m);
    await workbench.screenshot('log-followed');
    await workbench.treeItemAction(PROCESSES, title, 'Stop');
    await procession.showsInTree(title, /^stopped/);
  });

  it('is exported to a file, with colours or without', async () => {
    const { workbench } = procession;
    const file = path.join(ownFolder, 'items.log');
    await exportTo(procession, 'Plain Text', file);
    assert.match(await readFile(file, 'utf8'), /^item 1 of all\nitem 2 of all\n/);
    assert.equal((await readFile(file, 'utf8')).split('\n').length, 302);
    await workbench.screenshot('log-exported');
    await workbench.runCommand('Notifications: Clear All Notifications');
    const raw = path.join(ownFolder, 'raw.log');
    await exportTo(procession, 'Raw', raw);
    // A terminal ends its lines with both.
    assert.ok((await readFile(raw, 'latin1')).startsWith('\x1b[31mitem 1\x1b[0m of all\r\n'));
    assert.deepEqual((await readdir(ownFolder)).sort(), ['items.log', 'raw.log']);
  });
});

async function exportTo(procession: Procession, form: string, file: string): Promise<void> {
  const { workbench } = procession;
  const items = await workbench.treeItems(PROCESSES);
  const title = items[0]?.label ?? '';
  await workbench.pickFromTreeItemMenu(PROCESSES, title, 'Export Log…');
  await workbench.pickQuickItem(form);
  const dialog = workbench.page.locator('.quick-input-widget');
  await dialog.getByText('OK', { exact: true }).waitFor();
  await workbench.screenshot('log-export');
  await search(procession, file);
  await dialog.getByText('OK', { exact: true }).click();
  await eventually(() => dialog.isHidden());
  await eventually(async () =>
    assert.match((await workbench.notifications()).join(), new RegExp(`Saved .* to ${path.basename(file)}`)),
  );
}

async function search({ workbench }: Procession, text: string): Promise<void> {
  await workbench.page.locator('.quick-input-widget .quick-input-box input').fill(text);
}

function shows({ workbench }: Procession, expected: RegExp): Promise<unknown> {
  return eventually(async () => assert.match((await workbench.quickItems()).join(), expected), {
    description: `the list shows ${String(expected)}`,
  });
}

async function pressButton({ workbench }: Procession, name: string): Promise<void> {
  await workbench.page.locator('.quick-input-widget').getByRole('button', { name }).click();
}

function editorShows({ workbench }: Procession, expected: RegExp): Promise<unknown> {
  const editor = workbench.page.locator('.editor-instance .view-lines').first();
  return eventually(async () => assert.match(await editor.innerText(), expected), {
    description: `the editor shows ${String(expected)}`,
    timeoutMs: 20_000,
  });
}
