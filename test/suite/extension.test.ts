import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionInsight } from '../../src/extension/api.ts';
import type { ProcessInfo } from '../../src/protocol/process.ts';
import { eventually } from '../helpers/eventually.ts';

describe('the extension', () => {
  let insight: ExtensionInsight;

  before(async () => {
    insight = await extension().activate();
  });

  it('starts nothing by being activated', () => {
    assert.equal(insight.runnerPid(), undefined);
    assert.equal(insight.statusBarText(), undefined);
    assert.deepEqual(insight.processes(), []);
    const stateDir = process.env['PROCESSION_STATE_DIR'];
    assert.ok(stateDir !== undefined && !existsSync(path.join(stateDir, 'runner.json')));
  });

  it('has every command of its manifest', async () => {
    const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !known.has(command));
    assert.deepEqual(missing, []);
  });

  it('runs a command in a terminal, with the environment of the window', async () => {
    await vscode.commands.executeCommand('procession.runCommand', {
      line: 'echo $PROCESSION_STATE_DIR > where.txt; cat',
    });
    const info = await processNamed('echo $PROCESSION_STATE_DIR', 'running');
    assert.notEqual(insight.runnerPid(), undefined);
    assert.notEqual(insight.runnerPid(), process.pid);
    assert.match(insight.statusBarText() ?? '', /1 running/);
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    assert.equal(info.cwd, folder.fsPath);
    const written = await eventually(async () => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'where.txt'));
      return bytes.length > 0 && Buffer.from(bytes).toString().trim();
    });
    assert.equal(written, process.env['PROCESSION_STATE_DIR']);
  });

  it('leaves a process alone whose terminal is closed, and gives it one again', async () => {
    const { id } = await processNamed('echo $PROCESSION_STATE_DIR', 'running');
    (await terminalNamed('echo $PROCESSION_STATE_DIR')).dispose();
    await eventually(() => !terminals().some((name) => name.startsWith('echo $PROCESSION')));
    assert.equal(processWith(id)?.state, 'running');
    await vscode.commands.executeCommand('procession.showTerminal', id);
    await vscode.commands.executeCommand('procession.showTerminal', id);
    assert.equal(terminals().filter((name) => name.startsWith('echo $PROCESSION')).length, 1);
  });

  it('stops a process, surely: the command resolves when it has ended', async () => {
    const { id } = await processNamed('echo $PROCESSION_STATE_DIR', 'running');
    await vscode.commands.executeCommand('procession.stop', id);
    assert.equal(processWith(id)?.state, 'stopped');
    await eventually(() => assert.match(insight.statusBarText() ?? '', /0 running/));
    await terminalNamed('■ echo $PROCESSION_STATE_DIR');
  });

  it('runs it again under the same identity, in the same terminal', async () => {
    const { id } = await processNamed('echo $PROCESSION_STATE_DIR', 'stopped');
    await vscode.commands.executeCommand('procession.restart', id);
    const again = await processNamed('echo $PROCESSION_STATE_DIR', 'running');
    assert.equal(again.id, id);
    assert.equal(again.run, 2);
    await vscode.commands.executeCommand('procession.kill', id);
    assert.deepEqual(processWith(id)?.exit, { signal: 'SIGKILL' });
  });

  it('copies the command line', async () => {
    const { id } = await processNamed('echo $PROCESSION_STATE_DIR', 'stopped');
    await vscode.commands.executeCommand('procession.copyCommandLine', id);
    await eventually(async () =>
      assert.equal(await vscode.env.clipboard.readText(), 'echo $PROCESSION_STATE_DIR > where.txt; cat'),
    );
  });

  it('forgets what has ended, with its terminal', async () => {
    await vscode.commands.executeCommand('procession.removeEnded');
    await eventually(() => assert.deepEqual(insight.processes(), []));
    await eventually(() => !terminals().some((name) => name.includes('echo $PROCESSION')));
  });

  it("shows the runner's log", async () => {
    await vscode.commands.executeCommand('procession.showLog');
    await eventually(() =>
      assert.match(vscode.window.activeTextEditor?.document.fileName ?? '', /runner\.log$/),
    );
  });

  function processWith(id: string): ProcessInfo | undefined {
    return insight.processes().find((info) => info.id === id);
  }

  function processNamed(start: string, state: ProcessInfo['state']): Promise<ProcessInfo> {
    return eventually(() => {
      const found = insight.processes().find(({ title }) => title.startsWith(start));
      assert.equal(found?.state, state);
      return found;
    });
  }
});

function extension(): vscode.Extension<ExtensionInsight> {
  const found = vscode.extensions.getExtension<ExtensionInsight>('procession.procession');
  assert.ok(found);
  return found;
}

function terminals(): string[] {
  return vscode.window.terminals.map(({ name }) => name);
}

function terminalNamed(start: string): Promise<vscode.Terminal> {
  return eventually(() => {
    const found = vscode.window.terminals.find(({ name }) => name.startsWith(start));
    assert.ok(found, terminals().join());
    return found;
  });
}
