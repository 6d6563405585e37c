import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findReplayEnd } from '../../../../src/runner/replay/replayEnd.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

/** As wide as a terminal takes the characters that these tests use. */
const widthOf = (codePoint: number): number =>
  codePoint >= 0x300 && codePoint < 0x370 ? 0 : codePoint < 0x1000 ? 1 : 2;

describe('findReplayEnd', () => {
  checkLeaks();

  it('ends before the last character, with all that combines with it', () => {
    assertEnds('abc', { whole: 3, repeatable: 2 });
    assertEnds('ab日', { whole: 5, repeatable: 2 });
    assertEnds('abe\u0301\u0302', { whole: 7, repeatable: 2 });
    assertEnds('\u0301', { whole: 2, repeatable: 0 });
  });

  it('ends after a control character or a sequence, with which nothing combines', () => {
    for (const text of ['abc\n', 'abc\x1b[m', 'abc\x1b]0;t\x07', 'a\x1bPx\x1b\\', '']) {
      const { length } = Buffer.from(text);
      assertEnds(text, { whole: length, repeatable: length });
    }
  });

  it('goes back over a sequence that is not complete, and over the character before it', () => {
    assertEnds('abc\x1b[1;3', { whole: 3, repeatable: 2 });
    assertEnds('abc\r\x1b', { whole: 4, repeatable: 4 });
    assertEnds('abc\x1b]0;title', { whole: 3, repeatable: 2 });
  });

  it('goes back over a character that is not complete, and over the one before it', () => {
    const bytes = Buffer.from('ab日');
    for (const cut of [3, 4]) {
      assert.deepEqual(findReplayEnd(bytes.subarray(0, cut), widthOf), { whole: 2, repeatable: 1 });
    }
  });

  it('goes back no further than to what is no text', () => {
    assertEnds('\x1b[31m\u0301', { whole: 7, repeatable: 5 });
    assertEnds('\n\u0301', { whole: 3, repeatable: 1 });
  });

  it('copes with bytes that are no text at all', () => {
    assert.deepEqual(
      findReplayEnd(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80]), () => 0),
      { whole: 5, repeatable: 0 },
    );
    assert.deepEqual(findReplayEnd(Buffer.from([0x61, 0xff]), widthOf), { whole: 1, repeatable: 0 });
  });
});

function assertEnds(text: string, expected: { whole: number; repeatable: number }): void {
  assert.deepEqual(findReplayEnd(Buffer.from(text), widthOf), expected, JSON.stringify(text));
}
