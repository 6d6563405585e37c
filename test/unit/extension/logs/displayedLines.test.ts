import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DisplayedLines } from '../../../../src/extension/logs/displayedLines.ts';

describe('DisplayedLines', () => {
  it('gives lines when they are complete, without escape sequences', () => {
    const lines = new DisplayedLines();
    assert.equal(lines.push(Buffer.from('\x1b[31mred\x1b[0m\r\nbe')), 'red\n');
    assert.deepEqual([lines.rest(), lines.pendingBytes], ['be', 2]);
    assert.equal(lines.push(Buffer.from('gun\n\nnext')), 'begun\n\n');
    assert.equal(lines.rest(), 'next');
  });

  it('puts together what was cut in the middle of a sequence or a character', () => {
    const bytes = Buffer.from('\x1b[1;32mgrün\x1b[0m\n');
    for (let cut = 1; cut < bytes.length; cut++) {
      const lines = new DisplayedLines();
      const text = lines.push(bytes.subarray(0, cut)) + lines.push(bytes.subarray(cut));
      assert.equal(text, 'grün\n', `cut at ${cut}`);
    }
  });

  it('shows rewritten lines in their last state', () => {
    assert.equal(new DisplayedLines().push(Buffer.from('10%\r50%\r100%\ndone\n')), '100%\ndone\n');
  });

  it('does not wait for ever for the end of a line, nor cut a character', () => {
    const lines = new DisplayedLines();
    const long = Buffer.from('ä'.repeat(600_000));
    const text = lines.push(long.subarray(0, long.length - 1));
    assert.equal(text, 'ä'.repeat(599_999));
    assert.equal(lines.push(Buffer.concat([long.subarray(-1), Buffer.from('\n')])), 'ä\n');
  });

  it('shows what would make a file binary', () => {
    assert.equal(new DisplayedLines().push(Buffer.from('a\0b\n')), 'a\u2400b\n');
  });
});
