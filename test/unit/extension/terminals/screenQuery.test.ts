import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ScreenQuery } from '../../../../src/extension/terminals/screenQuery.ts';

describe('ScreenQuery', () => {
  it('asks about private modes that no terminal has, and below what xterm clamps', () => {
    const { token, sequence } = new ScreenQuery().next();
    assert.equal(sequence, `\x1b[?${token}$p`);
    assert.ok(token > 1_000_000 && token < 2 ** 31 - 1_000_000);
  });

  it('leaves answers to the questions of programs alone', () => {
    const query = new ScreenQuery();
    query.next();
    const input = '\x1b[?2026;2$y\x1b[?1;0$y\x1b[24;80R';
    assert.deepEqual(query.separate(input), { rest: input, tokens: [] });
  });

  it('leaves answers to questions that were never asked alone', () => {
    const query = new ScreenQuery();
    const { token } = query.next();
    const input = `\x1b[?${token + 1};0$y`;
    assert.equal(query.separate(input).rest, input);
  });

  it('finds every answer, once or late, among whatever was typed', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(9), fc.stringMatching(/^[ -~\r\t]{1,5}$/))), (parts) => {
        const query = new ScreenQuery();
        const tokens = Array.from({ length: 10 }, () => query.next().token);
        const input = parts
          .map((part) => (typeof part === 'number' ? `\x1b[?${tokens[part]};0$y` : part))
          .join('');
        assert.deepEqual(query.separate(input), {
          rest: parts.filter((part) => typeof part === 'string').join(''),
          tokens: parts.filter((part) => typeof part === 'number').map((index) => tokens[index]),
        });
      }),
    );
  });
});
