import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SearchMatch } from '../../../../src/protocol/search.ts';
import { MatchBatch } from '../../../../src/runner/search/matchBatch.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('MatchBatch', () => {
  checkLeaks();

  it('lets the first match go at once, and those that follow closely go together', () => {
    const { batch, written, clock } = createBatch();
    batch.add(match('a'));
    assert.deepEqual(written, [['a']]);
    batch.add(match('b'));
    clock.nowMs += 49;
    batch.add(match('c'));
    assert.deepEqual(written, [['a']]);
    clock.nowMs += 1;
    batch.add(match('d'));
    assert.deepEqual(written, [['a'], ['b', 'c', 'd']]);
  });

  it('lets what waits go when it is due, or when it is told to', () => {
    const { batch, written, clock } = createBatch();
    batch.add(match('a'));
    batch.add(match('b'));
    batch.flushIfDue();
    assert.deepEqual(written, [['a']]);
    clock.nowMs += 50;
    batch.flushIfDue();
    assert.deepEqual(written, [['a'], ['b']]);
    batch.add(match('c'));
    batch.flush();
    assert.deepEqual(written, [['a'], ['b'], ['c']]);
  });

  it('writes nothing when there is nothing', () => {
    const { batch, written } = createBatch();
    batch.flush();
    batch.flushIfDue();
    assert.deepEqual(written, []);
  });

  it('lets a large batch go before its time', () => {
    const { batch, written } = createBatch();
    batch.add(match('a'));
    for (let i = 0; i < 20; i++) batch.add(match('x'.repeat(4_000)));
    assert.deepEqual(
      written.map((lines) => lines.length),
      [1, 17],
    );
  });
});

function createBatch(): { batch: MatchBatch; written: string[][]; clock: { nowMs: number } } {
  const written: string[][] = [];
  const clock = { nowMs: 0 };
  const write = (json: string): void => {
    written.push((JSON.parse(json) as SearchMatch[]).map(({ line }) => line));
  };
  return { batch: new MatchBatch(write, () => clock.nowMs), written, clock };
}

function match(line: string): SearchMatch {
  return { processId: 'p', run: 1, cursor: 0, line, ranges: [], before: [], after: [] };
}
