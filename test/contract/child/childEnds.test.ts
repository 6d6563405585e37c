import assert from 'node:assert/strict';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { endAll, implementations, startFailure, startOrFail } from './implementations.ts';

for (const implementation of implementations) {
  describe(`how a child ends ${implementation.name}`, () => {
    checkLeaks();
    afterEach(endAll);

    for (const code of [0, 1, 7, 255]) {
      it(`tells the exit code ${code}`, async () => {
        const { child, ended } = await startOrFail(implementation, `exit ${code}`);
        assert.deepEqual(await ended, { kind: 'exited', exit: { code } });
        child.dispose();
      });
    }

    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSEGV', 'SIGHUP']) {
      it(`tells that ${signal} ended it`, async () => {
        const { child, ended } = await startOrFail(implementation, 'echo up; exec sleep 300');
        process.kill(child.pid, signal);
        assert.deepEqual(await ended, { kind: 'exited', exit: { signal } });
        child.dispose();
      });
    }

    it('ends when the child ends, and not with what that left in the background', async () => {
      const line = 'trap "" HUP; sleep 300 & echo $!';
      const { child, ended, output } = await startOrFail(implementation, line);
      assert.deepEqual(await ended, { kind: 'exited', exit: { code: 0 } });
      const pid = Number(output());
      assert.ok(pid > 0 && isAlive(pid));
      child.dispose();
      process.kill(pid, 'SIGKILL');
    });

    it('leads a session and a process group of its own', async () => {
      const { child, ended, output } = await startOrFail(
        implementation,
        'cut -d" " -f1,5,6 /proc/self/stat; echo $$',
      );
      await ended;
      child.dispose();
      const [ids = '', pid] = output().split('\n');
      assert.equal(pid, String(child.pid));
      assert.deepEqual(ids.split(' ').slice(1), [pid, pid]);
    });

    it('can be let go of without being ended', async () => {
      const line = 'trap "" HUP; echo ready; exec sleep 300';
      const { child, ended, output } = await startOrFail(implementation, line);
      await eventually(() => output() === 'ready\n');
      child.dispose();
      child.dispose();
      await new Promise(setImmediate);
      assert.ok(isAlive(child.pid));
      process.kill(child.pid, 'SIGKILL');
      await ended;
    });

    it('takes anything after the end without a complaint', async () => {
      const { child, ended } = await startOrFail(implementation, 'exit 0');
      await ended;
      await child.write(Buffer.from('nobody reads this'));
      child.closeInput();
      child.resize(100, 40);
      child.pauseOutput();
      child.resumeOutput();
      child.dispose();
      await child.write(Buffer.from('nor this'));
      child.closeInput();
      child.resize(100, 40);
    });

    it('leaves no descriptor open', async () => {
      const before = openDescriptors();
      for (let i = 0; i < 50; i++) {
        const { child, ended } = await startOrFail(implementation, ['true']);
        await ended;
        child.dispose();
      }
      await eventually(() =>
        assert.ok(openDescriptors() <= before + 1, `${openDescriptors()} were ${before}`),
      );
    });
  });

  describe(`what cannot be started ${implementation.name}`, () => {
    checkLeaks();
    afterEach(endAll);
    const directory = temporaryDirectory();
    const plainFile = path.join(directory, 'plain.txt');
    writeFileSync(plainFile, 'echo hello\n', { mode: 0o644 });

    const cases: [string, { command: string[]; cwd?: string }, string, RegExp][] = [
      [
        'no such command',
        { command: ['no-such-command-xyz'] },
        'ENOENT',
        /"no-such-command-xyz" was not found on PATH/,
      ],
      ['no such path', { command: ['./nope'], cwd: directory }, 'ENOENT', /"\.\/nope" does not exist/],
      ['a file that is not executable', { command: [plainFile] }, 'EACCES', /may not be executed/],
      ['a directory', { command: [directory] }, 'EACCES', /may not be executed/],
      [
        'no such working directory',
        { command: ['true'], cwd: '/no/such' },
        'ENOENT',
        /"\/no\/such" does not exist/,
      ],
      [
        'a working directory that is a file',
        { command: ['true'], cwd: plainFile },
        'ENOTDIR',
        /is not a directory/,
      ],
    ];
    for (const [what, { command, ...options }, errno, sentence] of cases) {
      it(`says so: ${what}`, async () => {
        const error = await startFailure(implementation, command, options);
        assert.deepEqual([error?.code, error?.errno], ['SPAWN_FAILED', errno]);
        assert.match(error?.message ?? '', sentence);
      });
    }

    if (!implementation.tellsExecFailure) return;

    it('says so: an argument that is too long', async () => {
      const error = await startFailure(implementation, ['echo', 'x'.repeat(200_000)]);
      assert.deepEqual([error?.code, error?.errno], ['SPAWN_FAILED', 'E2BIG']);
      assert.match(error?.message ?? '', /longer than this system allows; pass the data in a file/);
    });

    it('says so: a script whose interpreter does not exist', async () => {
      const script = path.join(directory, 'script');
      writeFileSync(script, '#!/no/such/interpreter\n');
      chmodSync(script, 0o755);
      const error = await startFailure(implementation, [script]);
      assert.deepEqual([error?.code, error?.errno], ['SPAWN_FAILED', 'ENOENT']);
      assert.match(error?.message ?? '', /or the interpreter in its first line does not/);
    });

    it('is not mistaken for a command that prints the same and fails', async () => {
      const text = 'execvp(3) failed.: No such file or directory';
      const { child, ended, output } = await startOrFail(implementation, `echo "x${text}"; exit 1`);
      assert.deepEqual(await ended, { kind: 'exited', exit: { code: 1 } });
      assert.equal(output(), `x${text}\n`);
      child.dispose();
    });
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
