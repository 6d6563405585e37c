import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EscapeTracker } from '../../../../src/extension/terminals/escapeTracker.ts';

describe('EscapeTracker', () => {
  const complete: Record<string, string> = {
    text: 'hello\r\nworld\t',
    'a colour': '\x1b[1;38;5;200m',
    'a private mode': '\x1b[?1049h',
    'a query with an intermediate': '\x1b[?2026$p',
    'a title': '\x1b]0;title; of [it\x07',
    'a link': '\x1b]8;;file:///x\x1b\\',
    'a sixel image': '\x1bPq#0;2;0;0;0~~\x1b\\',
    'an APC string with a bell in it': '\x1b_Ga=T\x07;AAAA\x1b\\',
    'a charset': '\x1b(0',
    'a saved cursor': '\x1b7',
    'a sequence that is cancelled': '\x1b[12\x18',
    'a string that is cancelled': '\x1b]0;half\x1a',
    'an eight-bit CSI': '\x9b31m',
    'an eight-bit string': '\x9d0;x\x9c',
    'a control character inside a sequence': '\x1b[3\n1m',
    'an emoji': 'ok 👍',
  };
  for (const [name, text] of Object.entries(complete)) {
    it(`is between sequences after ${name}`, () => {
      const tracker = new EscapeTracker();
      assert.equal(tracker.feed(text), text.length);
      assert.ok(tracker.isGround);
    });
  }

  const cut: Record<string, string> = {
    'an escape': '\x1b',
    'the start of CSI': '\x1b[',
    'parameters of CSI': '\x1b[12;',
    'an intermediate': '\x1b(',
    'a title': '\x1b]0;tit',
    'a string whose end is half there': '\x1b]0;tit\x1b',
    'a device control string': '\x1bP1$r',
    'the first half of an emoji': '\ud83d',
  };
  for (const [name, text] of Object.entries(cut)) {
    it(`is inside after ${name}, and knows the last place before it`, () => {
      const tracker = new EscapeTracker();
      assert.equal(tracker.feed(`ab${text}`), 2);
      assert.ok(!tracker.isGround);
      assert.equal(tracker.feed('7'.repeat(0)), -1);
    });
  }

  it('finds exactly the borders of sequences, however the text is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(token(), { maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (tokens, cuts) => {
          const text = tokens.join('');
          const borders = new Set(groundOffsets(tokens));
          const tracker = new EscapeTracker();
          let offset = 0;
          for (const chunk of cutAt(text, cuts)) {
            const last = tracker.feed(chunk);
            const expected = [...borders].filter(
              (border) => border >= offset && border <= offset + chunk.length,
            );
            assert.equal(last, expected.length === 0 ? -1 : Math.max(...expected) - offset);
            offset += chunk.length;
            assert.equal(tracker.isGround, borders.has(offset));
          }
        },
      ),
    );
  });
});

/** One whole thing that a terminal reads: a character, or a sequence without ground inside. */
function token(): fc.Arbitrary<string> {
  const parameters = fc.stringMatching(/^[0-9;:?<=>]{0,8}$/);
  const payload = fc.stringMatching(/^[ -~äöü]{0,12}$/);
  return fc.oneof(
    fc.stringMatching(/^[ -~]$/),
    fc.constantFrom('\r', '\n', 'ü', '漢', '👍'),
    fc.tuple(parameters, fc.constantFrom('m', 'H', 'J', 'h', '~', '@')).map(([p, end]) => `\x1b[${p}${end}`),
    fc.tuple(payload, fc.constantFrom('\x07', '\x9c')).map(([p, end]) => `\x1b]${p}${end}`),
    fc.tuple(fc.constantFrom('P', 'X', '^', '_'), payload).map(([kind, p]) => `\x1b${kind}${p}\x9c`),
    fc.constantFrom('\x1b7', '\x1bc', '\x1b(B', '\x1b#8', '\x1b[1\x18'),
  );
}

function groundOffsets(tokens: readonly string[]): number[] {
  const offsets = [0];
  for (const text of tokens) offsets.push(offsets.at(-1)! + text.length);
  return offsets;
}

function cutAt(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}
