import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { endAll, implementations, startOrFail } from './implementations.ts';

/** On a terminal, lets any number of bytes through as they are; on pipes it does nothing. */
const RAW = 'stty raw -echo 2>/dev/null; echo ready;';

for (const implementation of implementations) {
  describe(`what a child gets ${implementation.name}`, () => {
    checkLeaks();
    afterEach(endAll);

    it('is what was written, in order', async () => {
      const line = `${RAW} head -c 9`;
      const { child, ended, output } = await startOrFail(implementation, line);
      await eventually(() => output() === 'ready\n');
      await Promise.all(['one', 'two', 'six'].map((text) => child.write(Buffer.from(text))));
      await ended;
      child.dispose();
      assert.equal(output(), 'ready\nonetwosix');
    });

    it('is all of it, however much', async () => {
      const line = `${RAW} head -c 1000000 | cksum`;
      const { child, ended, output } = await startOrFail(implementation, line);
      await eventually(() => output() === 'ready\n');
      await child.write(Buffer.from('0123456789'.repeat(100_000)));
      await ended;
      child.dispose();
      assert.equal(output(), 'ready\n2881818396 1000000\n');
    });

    it('ends when its input is closed', async () => {
      const { child, ended, output } = await startOrFail(implementation, ['cat']);
      await child.write(Buffer.from('hello\n'));
      // A terminal's input ends where a line begins.
      await eventually(() => output().endsWith('hello\n'));
      child.closeInput();
      assert.deepEqual(await ended, { kind: 'exited', exit: { code: 0 } });
      child.dispose();
    });

    it('is run where it should, with the arguments as they are', async () => {
      const cwd = realpathSync(temporaryDirectory());
      const args = ['two words', '', '"quoted"', '$HOME', '*'];
      const { child, ended, output } = await startOrFail(
        implementation,
        ['/bin/sh', '-c', 'pwd; printf "<%s>" "$@"', 'sh', ...args],
        { cwd },
      );
      await ended;
      child.dispose();
      assert.equal(output(), `${cwd}\n${args.map((arg) => `<${arg}>`).join('')}`);
    });

    it('has its environment, and nothing of ours', async () => {
      process.env['PROCESSION_LEAK'] = 'must not be seen';
      const { child, ended, output } = await startOrFail(implementation, ['env'], {
        env: { GREETING: 'hello=world ✓', EMPTY: '' },
      });
      await ended;
      child.dispose();
      delete process.env['PROCESSION_LEAK'];
      const lines = output().split('\n');
      assert.ok(lines.includes('GREETING=hello=world ✓') && lines.includes('EMPTY='));
      assert.ok(!output().includes('PROCESSION_LEAK'));
      if (!implementation.keepsEnvironmentExact) return;
      const names = lines.filter((line) => line !== '').map((line) => line.split('=')[0]);
      assert.deepEqual(names.sort(), ['EMPTY', 'GREETING', 'PATH', 'PROCESSION_TEST_NONCE']);
    });

    if (implementation.tellsWhenInputIsTaken) {
      it('does not hold the writer for ever when it is not read', async () => {
        const { child, ended } = await startOrFail(implementation, `${RAW} exec sleep 300`);
        let isTaken = false;
        const write = child.write(Buffer.alloc(1_000_000, 'x')).then(() => (isTaken = true));
        process.kill(child.pid, 'SIGKILL');
        await ended;
        await write;
        assert.equal(isTaken, true);
        child.dispose();
      });
    }

    if (!implementation.isTerminal) return;

    it('is a terminal of the given size, which can change', async () => {
      const line = 'stty size; trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.01; done';
      const { child, ended, output } = await startOrFail(implementation, line);
      await eventually(() => output() === '50 132\nready\n');
      child.resize(101, 41);
      await ended;
      child.dispose();
      assert.equal(output(), '50 132\nready\n41 101\n');
    });

    it('knows its terminal by all three descriptors', async () => {
      const { child, ended, output } = await startOrFail(
        implementation,
        'test -t 0 && test -t 1 && test -t 2 && tty </dev/tty && echo yes',
      );
      await ended;
      child.dispose();
      assert.match(output(), /\nyes\n$/);
    });

    it('is interrupted by Ctrl-C', async () => {
      const { child, ended, output } = await startOrFail(implementation, 'echo ready; exec sleep 300');
      await eventually(() => output() === 'ready\n');
      await child.write(Uint8Array.of(3));
      assert.deepEqual(await ended, { kind: 'exited', exit: { signal: 'SIGINT' } });
      child.dispose();
    });
  });
}
