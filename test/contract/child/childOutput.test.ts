import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { eventually } from '../../helpers/eventually.ts';
import { whenStill } from '../../helpers/whenStill.ts';
import { block, endAll, implementations, startOrFail, type Implementation } from './implementations.ts';

/** Enough to see what happens to a few runs in a hundred, in reasonable time. */
const RUNS = 20;

/** Largest number that is counted to, for about that much text. */
const sizes = { '2 kB': 530, '20 kB': 4_220, '200 kB': 35_200 };

for (const implementation of implementations) {
  describe(`output of a child ${implementation.name}`, () => {
    checkLeaks();
    afterEach(endAll);

    for (const [size, last] of Object.entries(sizes)) {
      for (const workMs of [0, 1]) {
        it(`is complete when it ends: ${size}, with ${workMs} ms of work for each piece`, async () => {
          for (let run = 0; run < RUNS; run++) await assertComplete(implementation, last, workMs);
        });
      }
    }

    it('tells the streams apart as far as there are two', async () => {
      const { child, ended, output, stderr } = await startOrFail(implementation, 'echo out; echo err >&2');
      await ended;
      child.dispose();
      const expected = implementation.isTerminal ? ['out\nerr\n', ''] : ['out\n', 'err\n'];
      assert.deepEqual([output(), stderr()], expected);
    });

    it('comes byte for byte', async () => {
      // Octal escapes of bytes that are no text; none that a terminal changes.
      const { child, ended, output } = await startOrFail(
        implementation,
        String.raw`printf '\342\202\254\377\0\1'`,
      );
      await ended;
      child.dispose();
      assert.equal(output(), Buffer.from([0xe2, 0x82, 0xac, 0xff, 0, 1]).toString());
    });

    it('waits while nobody reads', async () => {
      const line = 'i=0; while :; do echo "line $i"; i=$((i+1)); done';
      const { child, ended, output } = await startOrFail(implementation, line);
      await eventually(() => output().length > 1000);
      child.pauseOutput();
      const pausedLength = await whenStill(() => output().length);
      child.resumeOutput();
      await eventually(() => output().length > pausedLength + 100_000);
      process.kill(child.pid, 'SIGKILL');
      await ended;
      child.dispose();
      const lines = output().split('\n').slice(0, -1);
      assert.ok(lines.every((text, i) => text === `line ${i}`));
    });

    if (implementation.waitsForReader) describePatience(implementation);
  });
}

function describePatience(implementation: Implementation): void {
  it('is complete when nobody reads for 300 ms across the exit', async () => {
    await Promise.all(
      Array.from({ length: RUNS }, async () => {
        const { child, ended, output } = await startOrFail(implementation, ['seq', '-s', ' ', '1', '700']);
        child.pauseOutput();
        setTimeout(() => child.resumeOutput(), 300);
        await ended;
        child.dispose();
        assert.equal(output(), counted(700));
      }),
    );
  });

  it('is complete when the event loop stands still after the exit', async () => {
    // A paused stream still takes this much; what comes after it stays in the system's buffer.
    const taken = implementation.isTerminal ? 700 : 14_000;
    const line = `seq -s ' ' 1 ${taken}; sleep 0.1; seq -s ' ' 1 700`;
    const { child, ended, output } = await startOrFail(implementation, line);
    child.pauseOutput();
    let isOver = false;
    const stall = (): void => {
      if (isOver) return;
      block(300);
      setImmediate(stall);
    };
    stall();
    await ended;
    isOver = true;
    child.dispose();
    assert.equal(output().slice(-100), counted(700).slice(-100));
    assert.equal(output().length, counted(taken).length + counted(700).length);
  });
}

async function assertComplete(implementation: Implementation, last: number, workMs: number): Promise<void> {
  const command = ['seq', '-s', ' ', '1', String(last)];
  const { child, ended, output } = await startOrFail(implementation, command, { workMs });
  assert.deepEqual(await ended, { kind: 'exited', exit: { code: 0 } });
  const printed = output();
  child.dispose();
  const expected = counted(last);
  assert.ok(printed === expected, `${printed.length} of ${expected.length} characters`);
}

function counted(last: number): string {
  return `${Array.from({ length: last }, (_, i) => i + 1).join(' ')}\n`;
}
