import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchLabel } from '../../../../src/extension/search/matchLabel.ts';

describe('matchLabel', () => {
  for (const [name, line, start, label] of [
    ['a line as it is', 'hello world', 6, 'hello world'],
    ['no indentation', '\t  hello', 3, 'hello'],
    ['no icons', 'costs $(money)', 0, 'costs \\$(money)'],
    ['tabs as spaces', 'a\tb', 0, 'a b'],
    [
      'the match of a line that begins long before',
      `${'x'.repeat(300)}needle`,
      300,
      `…${'x'.repeat(40)}needle`,
    ],
    ['the beginning of a long line', 'y'.repeat(300), 0, `${'y'.repeat(200)}…`],
  ] as const) {
    it(`shows ${name}`, () => {
      assert.equal(matchLabel({ line, ranges: [[start, start + 1]] }), label);
    });
  }
});
