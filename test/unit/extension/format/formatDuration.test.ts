import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatDuration, formatUptime } from '../../../../src/extension/format/formatDuration.ts';

describe('formatDuration', () => {
  const cases: [ms: number, text: string][] = [
    [-5, '0 ms'],
    [0, '0 ms'],
    [348.6, '349 ms'],
    [999.6, '1.0 s'],
    [3_200, '3.2 s'],
    [59_940, '59.9 s'],
    [59_970, '1 min'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_700, '1 h'],
    [3_780_000, '1 h 3 min'],
    [86_400_000, '1 d'],
    [180_000_000, '2 d 2 h'],
  ];
  for (const [ms, text] of cases) {
    it(`says ${text} for ${ms} ms`, () => assert.equal(formatDuration(ms), text));
  }
});

describe('formatUptime', () => {
  const cases: [ms: number, text: string][] = [
    [0, '<1 min'],
    [59_999, '<1 min'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [200_000_000, '2 d'],
  ];
  for (const [ms, text] of cases) {
    it(`says ${text} for ${ms} ms`, () => assert.equal(formatUptime(ms), text));
  }
});
