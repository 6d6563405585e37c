import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { createSystemClock } from '../../../../src/base/clock.ts';
import type { Child } from '../../../../src/runner/child/child.ts';
import { openLinuxProcessTree } from '../../../../src/runner/child/linuxProcessTree.ts';
import { startPipedChild } from '../../../../src/runner/child/pipedChild.ts';
import type { ProcessTree } from '../../../../src/runner/child/processTree.ts';
import { terminateTree, type Termination } from '../../../../src/runner/child/terminateTree.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

const fixtures = path.join(import.meta.dirname, '../../../fixtures/processes');
const clock = createSystemClock(globalThis);
const started: Child[] = [];
const onLinux = { skip: process.platform !== 'linux' && 'platform: these trees are read from /proc' };

/** That nothing at all is left of any of these is what the leak check of the suite says. */
describe('ending a real tree', onLinux, () => {
  checkLeaks();
  afterEach(endAll);
  const directory = temporaryDirectory();

  it('ends a program that ends when it is asked to', async () => {
    const { tree } = await run('sh', 'forkGrandchild.sh');
    await eventually(async () => assert.equal((await commandsOf(tree)).length, 3));
    assert.deepEqual(await end(tree), { kind: 'ended', step: 'polite' });
  });

  it('kills one that takes no notice', async () => {
    const { child, tree } = await run('sh', 'ignoreSigterm.sh');
    assert.deepEqual(await end(tree, 200), { kind: 'ended', step: 'kill' });
    assert.deepEqual(await child.ended, { kind: 'exited', exit: { signal: 'SIGKILL' } });
    child.dispose();
  });

  it('finds a daemon that has left parent, session and group', async () => {
    const pidFile = path.join(directory, 'daemon.pid');
    const { tree } = await run('python3', 'daemonize.py', { args: [pidFile] });
    const pid = await eventually(() => Number(readFileSync(pidFile, 'utf8')));
    const members = await tree.members();
    assert.ok(members.some((member) => member.pid === pid && /python3 .*daemonize\.py/.test(member.command)));
    assert.equal((await end(tree)).kind, 'ended');
  });

  it('finds an orphan without environment by its group', async () => {
    const { tree } = await run('sh', 'orphanCleanEnvironment.sh');
    await eventually(async () => assert.deepEqual(await commandsOf(tree), ['sleep 300', 'sleep 300']));
    assert.equal((await end(tree)).kind, 'ended');
  });

  it('ends what is born while it is being ended, and leaves the family', async () => {
    const { tree } = await run('sh', 'forkWhileStopped.sh');
    assert.equal((await end(tree)).kind, 'ended');
  });

  it('wakes one that is halted, so that it can end politely', async () => {
    const { child, tree } = await run('sh', 'haltItself.sh');
    await eventually(() => assert.match(statOf(child.pid), /^T/));
    assert.deepEqual(await end(tree), { kind: 'ended', step: 'polite' });
    assert.deepEqual(await child.ended, { kind: 'exited', exit: { code: 3 } });
    child.dispose();
  });

  it('ends a server that npm has started through a shell', async () => {
    const cwd = path.join(fixtures, 'npmProject');
    const { tree, output } = await run('npm', undefined, { args: ['start'], cwd });
    await eventually(() => assert.match(output(), /^ready$/m));
    const commands = await commandsOf(tree);
    assert.ok(
      commands.some((command) => command === 'node server.mjs'),
      commands.join(),
    );
    assert.equal((await end(tree)).kind, 'ended');
  });

  it('remembers a member that leaves the family later', async () => {
    const { child, tree } = await run('sh', 'leaveFamily.sh');
    const leaver = (await tree.members()).find(({ command }) => command.includes('SIGUSR1'));
    assert.ok(leaver !== undefined, (await commandsOf(tree)).join());
    process.kill(leaver.pid, 'SIGUSR1');
    await eventually(() => assert.equal(sessionOf(leaver.pid), String(leaver.pid)));
    assert.deepEqual(
      (await tree.members()).map(({ pid }) => pid),
      [child.pid, leaver.pid],
    );
    assert.equal((await end(tree)).kind, 'ended');
  });

  it('does not look at anybody else', async () => {
    const other = await run('sleep', undefined, { args: ['300'], silent: true });
    const { tree } = await run('sh', 'forkGrandchild.sh');
    const pids = (await tree.members()).map(({ pid }) => pid);
    assert.ok(!pids.includes(other.child.pid) && !pids.includes(process.pid));
  });
});

describe('the look of a tree', onLinux, () => {
  checkLeaks();
  afterEach(endAll);
  const proc = temporaryDirectory();

  it('does not take a zombie for alive', async () => {
    const { tree } = await run('sh', 'forkGrandchild.sh');
    await end(tree);
    assert.deepEqual(await tree.members(), []);
  });

  it('understands names with spaces and parentheses', async () => {
    const made = new MadeUpProcesses(proc);
    made.add(100, { name: 'a) S 1 (b', startTime: 5 });
    assert.deepEqual(await made.open(100).members(), [{ pid: 100, startTime: '5', command: 'a) S 1 (b' }]);
  });

  it('finds child, group, session, descendants, and whoever carries the mark', async () => {
    const made = new MadeUpProcesses(proc);
    made.add(100, { startTime: 5 });
    made.add(101, { group: 100 });
    made.add(102, { session: 100 });
    made.add(103, { parent: 101 });
    made.add(99, { parent: 103 });
    made.add(104, { environ: 'A=b\0MARK=mine\0' });
    made.add(105, { environ: 'A=b\0MARK=mine too\0' });
    made.add(106, { environ: 'NOMARK=mine\0' });
    const pids = (await made.open(100).members()).map(({ pid }) => pid);
    assert.deepEqual(pids.sort(), [100, 101, 102, 103, 104, 99].sort());
  });

  it('does not take what is older than the child for its offspring', async () => {
    const made = new MadeUpProcesses(proc);
    made.add(100, { startTime: 50 });
    made.add(101, { startTime: 49, group: 100 });
    assert.deepEqual(
      (await made.open(100).members()).map(({ pid }) => pid),
      [100],
    );
  });

  it('does not take a stranger with a recycled pid for the child, nor his family', async () => {
    const made = new MadeUpProcesses(proc);
    made.add(100, { startTime: 50 });
    const tree = made.open(100);
    assert.equal((await tree.members()).length, 1);
    made.remove(100);
    made.add(100, { startTime: 70, group: 100, session: 100 });
    made.add(101, { startTime: 71, group: 100, session: 100, parent: 100 });
    assert.deepEqual(await tree.members(), []);
  });

  it('takes whoever has the pid of a child that was gone at once for a stranger', async () => {
    const made = new MadeUpProcesses(proc);
    const tree = made.open(100);
    made.add(100, { startTime: 70 });
    made.add(101, { startTime: 70, environ: 'MARK=mine\0' });
    assert.deepEqual(
      (await tree.members()).map(({ pid }) => pid),
      [101],
    );
  });

  it('does not signal a pid that has gone to somebody else since it was found', async () => {
    const made = new MadeUpProcesses(proc);
    made.add(100, { startTime: 50 });
    made.add(101, { startTime: 51, group: 100 });
    const tree = made.open(100);
    const members = await tree.members();
    made.remove(101);
    made.add(101, { startTime: 90 });
    await tree.signal('SIGTERM', members);
    assert.deepEqual(made.signals, ['SIGTERM 100']);
  });

  it('goes on when a process is gone, or not ours to signal, and tells of any other fault', async () => {
    const made = new MadeUpProcesses(proc);
    for (const pid of [100, 101, 102]) made.add(pid, { group: 100 });
    const tree = made.open(100);
    const members = await tree.members();
    made.faults.set(100, 'ESRCH');
    made.faults.set(101, 'EPERM');
    await tree.signal('SIGTERM', members);
    assert.deepEqual(made.signals, ['SIGTERM 102']);
    made.faults.set(100, 'EINVAL');
    await assert.rejects(async () => tree.signal('SIGTERM', members), /EINVAL/);
  });
});

interface MadeUp {
  name?: string;
  parent?: number;
  group?: number;
  session?: number;
  startTime?: number;
  environ?: string;
}

/** A folder that looks like /proc, as far as a tree reads it. */
class MadeUpProcesses {
  readonly signals: string[] = [];
  readonly faults = new Map<number, string>();
  private readonly directory: string;

  constructor(parent: string) {
    this.directory = path.join(parent, randomUUID());
    mkdirSync(this.directory);
    writeFileSync(path.join(this.directory, 'uptime'), 'not a process');
  }

  add(pid: number, entry: MadeUp): void {
    const { name = 'x', parent = 1, group = pid, session = 1, startTime = 60, environ = '' } = entry;
    const folder = path.join(this.directory, String(pid));
    mkdirSync(folder);
    const rest = Array.from({ length: 15 }, () => '0').join(' ');
    writeFileSync(
      path.join(folder, 'stat'),
      `${pid} (${name}) S ${parent} ${group} ${session} ${rest} ${startTime} 0 0\n`,
    );
    writeFileSync(path.join(folder, 'environ'), environ);
    writeFileSync(path.join(folder, 'cmdline'), '');
  }

  remove(pid: number): void {
    rmSync(path.join(this.directory, String(pid)), { recursive: true });
  }

  open(pid: number): ProcessTree {
    const kill = (target: number, signal: string): void => {
      const fault = this.faults.get(target);
      if (fault !== undefined) throw Object.assign(new Error(fault), { code: fault });
      this.signals.push(`${signal} ${target}`);
    };
    return openLinuxProcessTree(
      { pid, mark: { name: 'MARK', value: 'mine' } },
      { directory: this.directory, kill },
    );
  }
}

interface RunOptions {
  args?: string[];
  cwd?: string;
  /** It says nothing when it is ready. */
  silent?: boolean;
}

async function run(
  file: string,
  fixture: string | undefined,
  { args = [], cwd = fixtures, silent = false }: RunOptions = {},
): Promise<{ child: Child; tree: ProcessTree; output: () => string }> {
  const value = randomUUID();
  let printed = '';
  const start = await startPipedChild(
    clock,
    {
      file,
      args: fixture === undefined ? args : [path.join(fixtures, fixture), ...args],
      cwd,
      env: { ...(process.env as Record<string, string>), PROCESSION_RUN_ID: value },
    },
    (_stream, bytes) => {
      printed += Buffer.from(bytes).toString();
    },
  );
  if (start.kind === 'failed') throw new Error(start.error.message);
  const { child } = start;
  started.push(child);
  const tree = openLinuxProcessTree({ pid: child.pid, mark: { name: 'PROCESSION_RUN_ID', value } });
  if (fixture?.endsWith('.sh') === true && !silent) await eventually(() => printed === 'ready\n');
  return { child, tree, output: () => printed };
}

/** Whatever a failed test has not ended keeps no other test from its turn. */
async function endAll(): Promise<void> {
  for (const child of started.splice(0)) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing is left of it, as it should be.
    }
    await child.ended;
    child.dispose();
  }
}

function end(tree: ProcessTree, graceMs = 5_000): Promise<Termination> {
  const hurry = new AbortController().signal;
  return terminateTree(clock, tree, { politeSignals: ['SIGTERM', 'SIGCONT'], graceMs, hurry });
}

async function commandsOf(tree: ProcessTree): Promise<string[]> {
  return (await tree.members()).map(({ command }) => command);
}

/** State and what follows it in the process's line. */
function statOf(pid: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2);
}

function sessionOf(pid: number): string | undefined {
  return statOf(pid).split(' ')[3];
}
