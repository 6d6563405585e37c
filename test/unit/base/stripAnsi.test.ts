import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { displayText, stripAnsi } from '../../../src/base/stripAnsi.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { naiveDisplayText } from '../runner/search/naiveSearch.ts';

describe('stripAnsi', () => {
  checkLeaks();

  const cases: [what: string, text: string, stripped: string][] = [
    ['text without escapes', 'plain text\twith a tab', 'plain text\twith a tab'],
    ['colours', '\x1b[1;38;5;9mred\x1b[0m and \x1b[38:2::1:2:3mpink\x1b[m', 'red and pink'],
    ['a colour inside a word', 'er\x1b[31mror', 'error'],
    ['erasing and moving', '\x1b[2K\x1b[1G\x1b[?25lbusy\x1b[?25h', 'busy'],
    ['a title', '\x1b]0;my title\x07$ ls', '$ ls'],
    ['a link', '\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\', 'here'],
    ['device control', 'a\x1bP1$r0m\x1b\\b', 'ab'],
    ['private messages', 'a\x1b^x\x1b\\b\x1b_y\x1b\\c\x1bXz\x1b\\d', 'abcd'],
    ['character sets', '\x1b(0lqqk\x1b(B', 'lqqk'],
    ['short escapes', '\x1b7\x1b8\x1b=\x1b>\x1bMx\x1bc', 'x'],
    ['an escape at the end', 'x\x1b', 'x'],
    ['a sequence broken off by another', '\x1b[31\x1b[0mx', 'x'],
    ['a sequence broken off by text', '\x1b[31\u00e9x', '\u00e9x'],
    ['a title that never ends', '\x1b]0;title and the rest', '0;title and the rest'],
    ['a title that would end on the next line', '\x1b]0;a\nb\x07c', '0;a\nb\x07c'],
    ['a title broken off by an escape', '\x1b]0;title\x1b[31mx', 'x'],
    ['a title that was cancelled', '\x1b]0;title\x18x', 'x'],
  ];
  for (const [what, text, stripped] of cases) {
    it(`leaves of ${what} what is seen`, () => assert.equal(stripAnsi(text), stripped));
  }

  it('needs a time that grows only with the length, whatever it is given', () => {
    for (const part of ['\x1b]', '\x1b', '\x1b[', '\x1bP', '\x1b]a\x1b', '\x1b[;', '\x1b ']) {
      const startMs = performance.now();
      stripAnsi(part.repeat(200_000));
      // Milliseconds when it is linear, hours when it is not.
      assert.ok(performance.now() - startMs < 3_000, JSON.stringify(part));
    }
  });
});

describe('displayText', () => {
  const cases: [what: string, line: string, displayed: string][] = [
    ['ends with a carriage return', 'text\r', 'text'],
    ['ends with several', 'text\r\r', 'text'],
    ['was rewritten', '10%\r50%\r100%', '100%'],
    ['was rewritten and cleared', '10%\r\x1b[Kdone\r\x1b[K', 'done'],
    ['was emptied with nothing after', 'done\r', 'done'],
    ['is empty', '', ''],
    ['is only a carriage return', '\r', ''],
  ];
  for (const [what, line, displayed] of cases) {
    it(`gives the last state of a line that ${what}`, () => assert.equal(displayText(line), displayed));
  }

  it('reads any line as one would character by character', () => {
    const part = fc.constantFrom(
      ...['a', 'b', '0', ';', '[', ']', 'P', 'X', '^', '_', 'm', ' ', '(', '\\', 'é'],
      ...['\x1b', '\x1b', '\x1b[', '\x1b]', '\x1b\\', '\x07', '\x18', '\r', '\r'],
    );
    const line = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(line, (text) => assert.equal(displayText(text), naiveDisplayText(text))),
      { numRuns: 5_000 },
    );
  });
});
