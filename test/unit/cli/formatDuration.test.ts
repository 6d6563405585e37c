import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatDuration } from '../../../src/cli/formatDuration.ts';

describe('formatDuration', () => {
  for (const [durationMs, expected] of [
    [0, '0s'],
    [999, '0s'],
    [1_000, '1s'],
    [59_999, '59s'],
    [60_000, '1m'],
    [185_000, '3m 5s'],
    [3_600_000, '1h'],
    [3_661_000, '1h 1m'],
    [86_400_000 * 2 + 3_600_000 * 4, '2d 4h'],
    [86_400_000 + 59_000, '1d'],
  ] as const) {
    it(`makes ${expected} of ${durationMs} ms`, () => {
      assert.equal(formatDuration(durationMs), expected);
    });
  }
});
