import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followPause } from '../../../../src/extension/logs/followPause.ts';

describe('followPause', () => {
  it('looks often at a small log that grows, and less often at a large one', () => {
    assert.equal(followPause(2_000, { hasGrown: true, contentBytes: 1_000 }), 250);
    assert.equal(followPause(250, { hasGrown: true, contentBytes: 10_000_000 }), 2_500);
  });

  it('looks less and less often at one that does not', () => {
    const pauses = [0];
    for (let look = 0; look < 5; look++)
      pauses.push(followPause(pauses.at(-1) ?? 0, { hasGrown: false, contentBytes: 10 }));
    assert.deepEqual(pauses, [0, 250, 500, 1_000, 2_000, 2_000]);
  });
});
