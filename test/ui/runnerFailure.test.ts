import assert from 'node:assert/strict';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { projectRoot } from '../../scripts/projectRoot.mjs';
import { FakeRunner } from '../fakes/fakeRunner.ts';
import { makeRunnerFile, publishRunner } from '../fakes/publishRunner.ts';
import { eventually } from '../helpers/eventually.ts';
import { openProcession, type Procession } from './openProcession.ts';

describe('a runner that fails', () => {
  let procession: Procession;
  let extensionPath: string;

  before(async () => {
    extensionPath = await copyExtension();
    procession = await openProcession({ extensionPath });
    await procession.workbench.openViewContainer('Procession');
  });

  after(async () => {
    await procession.close();
    await rm(extensionPath, { recursive: true });
  });

  it('is reported when it is missing', async () => {
    await procession.run('echo never');
    await tells(procession, /^Procession could not run the command: The runner's program cannot be read/);
    await procession.workbench.screenshot('runner-missing');
    await dismiss(procession);
  });

  it('is reported when it dies at its start, and its log is one click away', async () => {
    await installRunner(extensionPath, 'console.error("The runner has a bad day."); process.exit(7);');
    await procession.run('echo never');
    await tells(
      procession,
      /^Procession could not run the command: The runner ended at its start \(exit code 7\)/,
    );
    await procession.workbench.clickNotificationButton('Show Log');
    const editor = procession.workbench.page.locator('.editor-instance .view-lines');
    await eventually(async () => assert.match(await editor.innerText(), /The.runner.has.a.bad.day\./));
    await procession.workbench.screenshot('runner-died-at-start');
    await dismiss(procession);
  });

  it('is reported when it speaks another protocol', async () => {
    const { stateDir } = procession;
    const runner = new FakeRunner();
    runner.greeting = { ...runner.greeting, protocolVersion: 2 };
    const server = await publishRunner(runner, stateDir, makeRunnerFile(stateDir, { protocolVersion: 2 }));
    await procession.run('echo never');
    await tells(procession, /^Procession could not run the command: .*speaks version 2/);
    await dismiss(procession);
    server.close();
    await rm(path.join(stateDir, 'runner.json'));
  });

  it('is back with the next command once it can be', async () => {
    await copyFile(
      path.join(projectRoot, 'dist', 'runner.js'),
      path.join(extensionPath, 'dist', 'runner.js'),
    );
    await procession.run('echo at last');
    await procession.showsInTerminal(/^at last\n\n ✓ exited with code 0/m);
    assert.deepEqual(await procession.workbench.notifications(), []);
  });

  it('is reported when it does not answer, and is used again when it does', async () => {
    const pid = await runnerPid(procession.stateDir);
    process.kill(pid, 'SIGSTOP');
    try {
      await procession.run('echo patience');
      await tells(procession, /^Procession could not run “echo patience”: The runner has not answered/);
      await procession.showsInTerminal(/✗ could not start: The runner has not answered/);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await dismiss(procession);
    await procession.run('echo awake');
    await procession.showsInTerminal(/^awake\n\n ✓ exited with code 0/m);
  });

  it('is reported once when it ends while processes run, and the next command starts another', async () => {
    const { workbench, stateDir } = procession;
    await procession.run('echo running; sleep 4246');
    await procession.showsInTerminal(/^running$/m);
    process.kill(await runnerPid(stateDir), 'SIGKILL');
    await tells(procession, /^The Procession runner ended unexpectedly/);
    await procession.showsInTerminal(/✗ The runner of this process has ended\./);
    assert.equal((await workbench.notifications()).length, 1);
    assert.deepEqual(await workbench.treeItems('Processes'), []);
    await workbench.screenshot('runner-ended');
    await dismiss(procession);
    await procession.run('echo and on');
    await procession.showsInTerminal(/^and on\n\n ✓ exited with code 0/m);
    await procession.showsInTree('echo and on', /^exit 0/);
    assert.deepEqual(await workbench.notifications(), []);
  });
});

/** The extension as it is built, without a runner. */
async function copyExtension(): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'procession-extension-'));
  for (const name of ['package.json', 'package.nls.json', 'media']) {
    await cp(path.join(projectRoot, name), path.join(copy, name), { recursive: true });
  }
  await mkdir(path.join(copy, 'dist'));
  await copyFile(path.join(projectRoot, 'dist', 'extension.js'), path.join(copy, 'dist', 'extension.js'));
  await symlink(path.join(projectRoot, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

async function installRunner(extensionPath: string, program: string): Promise<void> {
  await writeFile(path.join(extensionPath, 'dist', 'runner.js'), program);
}

async function runnerPid(stateDir: string): Promise<number> {
  const file = JSON.parse(await readFile(path.join(stateDir, 'runner.json'), 'utf8')) as { pid: number };
  return file.pid;
}

async function tells({ workbench }: Procession, message: RegExp): Promise<void> {
  await eventually(
    async () => {
      const messages = await workbench.notifications();
      assert.ok(
        messages.some((text) => message.test(text)),
        JSON.stringify(messages),
      );
    },
    { timeoutMs: 20_000 },
  );
}

async function dismiss({ workbench }: Procession): Promise<void> {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await eventually(async () => assert.deepEqual(await workbench.notifications(), []));
}
