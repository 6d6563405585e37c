import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { REFRESH_INTERVAL_MS, RefreshPacer } from '../../../../src/extension/model/refreshPacer.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

describe('RefreshPacer', () => {
  it('passes the first change on at once and gathers the rest of the interval', () => {
    const { clock, pacer, refreshes } = setUp();
    pacer.add(new Set(['a']));
    assert.deepEqual(refreshes, [['a']]);
    pacer.add(new Set(['b']));
    pacer.add(new Set(['c', 'b']));
    assert.equal(refreshes.length, 1);
    clock.advance(REFRESH_INTERVAL_MS);
    assert.deepEqual(refreshes, [['a'], ['b', 'c']]);
  });

  it('is at once again after a quiet interval', () => {
    const { clock, pacer, refreshes } = setUp();
    pacer.add(new Set(['a']));
    clock.advance(REFRESH_INTERVAL_MS);
    pacer.add(new Set(['b']));
    assert.deepEqual(refreshes, [['a'], ['b']]);
  });

  it('refreshes no more than four times a second, whatever comes', () => {
    const { clock, pacer, refreshes } = setUp();
    for (let elapsedMs = 0; elapsedMs < 1_000; elapsedMs += 10) {
      pacer.add(new Set([String(elapsedMs)]));
      clock.advance(10);
    }
    assert.ok(refreshes.length <= 5, String(refreshes.length));
  });

  it('says nothing after it was disposed', () => {
    const { clock, pacer, refreshes } = setUp();
    pacer.add(new Set(['a']));
    pacer.add(new Set(['b']));
    pacer.dispose();
    clock.advance(REFRESH_INTERVAL_MS);
    assert.deepEqual(refreshes, [['a']]);
  });
});

function setUp(): { clock: FakeClock; pacer: RefreshPacer; refreshes: string[][] } {
  const clock = new FakeClock();
  const refreshes: string[][] = [];
  const pacer = new RefreshPacer(clock, (ids) => refreshes.push([...ids].sort()));
  return { clock, pacer, refreshes };
}
