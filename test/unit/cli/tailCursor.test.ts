import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tailCursor } from '../../../src/cli/tailCursor.ts';
import { FakeLog } from '../../fakes/fakeLog.ts';

describe('tailCursor', () => {
  for (const [lines, output, tail] of [
    [0, 'a\nb\n', ''],
    [1, 'a\nb\n', 'b\n'],
    [1, 'a\nb', 'b'],
    [2, 'a\nbb\nc\n', 'bb\nc\n'],
    [2, 'a\n\n\n', '\n\n'],
    [5, 'a\nb\n', 'a\nb\n'],
    [3, '', ''],
  ] as const) {
    it(`finds the last ${lines} lines of ${JSON.stringify(output)}`, async () => {
      assert.equal(await tailOf(new FakeLog(output), lines), tail);
    });
  }

  it('reads no more of a large output than it takes', async () => {
    const log = new FakeLog(`${'x'.repeat(99)}\n`.repeat(20_000));
    log.answerBytes = 1_000_000;
    assert.equal((await tailOf(log, 500)).length, 50_000);
    assert.equal(log.reads, 1);
    assert.equal((await tailOf(log, 1_000)).length, 100_000);
    assert.equal(log.reads, 3);
  });

  it('is content with what is kept', async () => {
    const log = new FakeLog('lost\nkept\n');
    log.lost = 5;
    assert.equal((await tailOf(log, 5)).endsWith('kept\n'), true);
  });
});

async function tailOf(log: FakeLog, lines: number): Promise<string> {
  const endCursor = log.output.length;
  const cursor = await tailCursor(log, { processId: 'p1', endCursor, lines });
  return log.output.subarray(cursor).toString();
}
