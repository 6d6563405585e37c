import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  LagGuard,
  MAX_LAG_AFTER_KEY_BYTES,
  MAX_LAG_BYTES,
  SKIP_INTERVAL_MS,
} from '../../../../src/extension/terminals/lagGuard.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

describe('LagGuard', () => {
  it('lets a screen skip that is far behind, and no other', () => {
    const guard = new LagGuard(new FakeClock());
    assert.equal(guard.mustSkip({ cursor: 1_000 }), false);
    assert.equal(guard.mustSkip({ cursor: 1_000, endCursor: 1_000 + MAX_LAG_BYTES }), false);
    assert.equal(guard.mustSkip({ cursor: 1_000, endCursor: 1_001 + MAX_LAG_BYTES }), true);
  });

  it('lets it show something before it skips again', () => {
    const clock = new FakeClock();
    const guard = new LagGuard(clock);
    const far = { cursor: 0, endCursor: 10 * MAX_LAG_BYTES };
    guard.noteSkip();
    clock.advance(SKIP_INTERVAL_MS - 1);
    assert.equal(guard.mustSkip(far), false);
    clock.advance(1);
    assert.equal(guard.mustSkip(far), true);
  });

  it('is quicker, once, when a key was pressed', () => {
    const guard = new LagGuard(new FakeClock());
    const behind = { cursor: 0, endCursor: MAX_LAG_AFTER_KEY_BYTES + 1 };
    guard.noteSkip();
    assert.equal(guard.mustSkip(behind), false);
    guard.noteKey();
    assert.equal(guard.mustSkip(behind), true);
    assert.equal(guard.mustSkip(behind), false);
  });
});
