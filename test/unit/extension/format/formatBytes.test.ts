import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBytes } from '../../../../src/extension/format/formatBytes.ts';

describe('formatBytes', () => {
  for (const [bytes, text] of [
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [1_500, '1.5 kB'],
    [9_949, '9.9 kB'],
    [9_950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [12_345_678, '12 MB'],
    [3_210_000_000, '3.2 GB'],
  ] as const) {
    it(`says ${text} for ${bytes}`, () => {
      assert.equal(formatBytes(bytes), text);
    });
  }
});
