import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBlockPatterns, type BlockPatterns } from '../../../../src/runner/search/blockPatterns.ts';
import { readRegexTokens } from '../../../../src/runner/search/regexTokens.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('createBlockPatterns', () => {
  checkLeaks();

  it('finds what is cut by escape sequences', () => {
    const { escaped } = patternsOf(String.raw`^er+or:\s\d{2}$`);
    assert.match('x\n\x1b[1m\x1b]0;t\x07e\x1b[31mr\x1b[0mror:\x1b(B \x1b[4m1\x1b[24m2\x1b[0m\n', escaped);
    assert.doesNotMatch('er\nror: 12\n', escaped);
  });

  it('keeps a match in its line', () => {
    for (const pattern of [
      'a[^x]*b',
      String.raw`a\sb`,
      String.raw`a\W+b`,
      'a[\\s\\S]b',
      String.raw`a\D*?b`,
    ]) {
      const { plain, escaped } = patternsOf(pattern);
      assert.doesNotMatch('a\nb', plain, pattern);
      assert.doesNotMatch('a\r\nb', escaped, pattern);
    }
  });

  it('does not let escape sequences multiply the ways to fail', () => {
    const lines =
      `${'\x1b[31ma\x1b[0m \x1b[1;2mword\x1b[m \x1bPq\x1b\\more\x1b]0;t\x07 \x1b[3\x1b]x'.repeat(12)}\n`.repeat(
        50,
      );
    for (const pattern of ['.*foo', '[^x]*y$', String.raw`(\w+\s+)+zzz`, '.*.*foo']) {
      for (const flags of ['gmu', 'gimu']) {
        const startMs = performance.now();
        assert.doesNotMatch(lines, patternsOf(pattern, flags).escaped);
        // Some milliseconds; with a second way at each escape it would be years.
        assert.ok(performance.now() - startMs < 5_000, pattern);
      }
    }
  });

  it('gives up on what is too long', () => {
    assert.equal(createBlockPatterns(readRegexTokens('a'.repeat(500)) ?? [], 'gmu'), undefined);
  });
});

function patternsOf(source: string, flags = 'mu'): BlockPatterns {
  const patterns = createBlockPatterns(readRegexTokens(source) ?? [], flags);
  assert.ok(patterns);
  return patterns;
}
