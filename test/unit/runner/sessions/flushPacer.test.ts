import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FlushPacer } from '../../../../src/runner/sessions/flushPacer.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('FlushPacer', () => {
  checkLeaks();

  it('waits for nothing after a pause', () => {
    assert.equal(new FlushPacer().waitMs(0, 1), 0);
    assert.equal(flushedAt(1000).waitMs(1005, 1), 0);
  });

  it('waits for the rest of its period when there is little', () => {
    assert.deepEqual(
      [1000, 1001, 1004].map((atMs) => flushedAt(1000).waitMs(atMs, 1)),
      [5, 4, 1],
    );
  });

  it('does not wait when there is much', () => {
    assert.equal(flushedAt(1000).waitMs(1001, 64 * 1024), 0);
  });

  it('is not held up by a clock that was set back', () => {
    assert.equal(flushedAt(1_000_000).waitMs(5, 1), 5);
  });
});

function flushedAt(ms: number): FlushPacer {
  const pacer = new FlushPacer();
  pacer.noteFlush(ms);
  return pacer;
}
