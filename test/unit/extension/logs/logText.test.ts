import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LogText } from '../../../../src/extension/logs/logText.ts';

const large = { maxBytes: 1_000_000, keptBytes: 800_000 };

describe('LogText', () => {
  it('grows by lines, and shows the one that has not ended', () => {
    const text = make();
    push(text, 'one\ntw');
    assert.equal(text.content().toString(), 'one\ntw');
    push(text, 'o\r\n');
    assert.equal(text.content().toString(), 'one\ntwo\n');
    assert.equal(text.cursor, 9);
  });

  it('finds the line of a cursor', () => {
    const text = make();
    push(text, 'one\n\x1b[1mtwo\x1b[0m\nthr');
    push(text, 'ee\nfour');
    const output = 'one\n\x1b[1mtwo\x1b[0m\nthree\nfour';
    for (const [line, word] of ['one', 'two', 'three', 'four'].entries()) {
      assert.equal(text.lineAt(output.indexOf(word)), line, word);
    }
    assert.equal(text.lineAt(output.length + 1), undefined);
  });

  it('says in its first line what is lost, and in the place what is lost in the middle', () => {
    const text = make();
    text.push({ bytes: Buffer.from('one\ntw'), skippedBytes: 2_000 });
    text.push({ bytes: Buffer.from('four\n'), skippedBytes: 500 });
    assert.deepEqual(text.content().toString().split('\n'), [
      '… Older output: 2 kB are not kept any more …',
      'one',
      'tw',
      '… 500 bytes are not kept any more …',
      'four',
      '',
    ]);
    assert.equal(text.lineAt(2_000), 1);
    assert.equal(text.lineAt(2_004), 2);
    assert.equal(text.lineAt(2_506), 4);
    assert.equal(text.lineAt(1_999), undefined);
  });

  it('begins with a whole line, and says what is left out before it', () => {
    const text = new LogText(large, { cursor: 5_000, leftOutBytes: 5_000 });
    push(text, 'rest of a line\nwhole\n');
    assert.equal(
      text.content().toString(),
      '… Older output: 5 kB are left out here (“Export Log…” saves all that is kept) …\nwhole\n',
    );
    assert.equal(text.lineAt(5_015), 1);
  });

  it('drops its beginning when it grows too large, down to well below that', () => {
    const text = new LogText({ maxBytes: 1_000, keptBytes: 500 }, { cursor: 0, leftOutBytes: 0 });
    for (let index = 0; index < 12; index++) push(text, `${String(index).padStart(91, '.')}\n`);
    const lines = text.content().toString().split('\n');
    assert.match(lines[0] ?? '', /^… Older output: \d+ bytes are left out here/);
    assert.ok(lines.length < 12, `${lines.length} lines`);
    const last = 11 * 92;
    assert.match(lines[text.lineAt(last) ?? 0] ?? '', /\.11$/);
    assert.equal(text.lineAt(0), undefined);
  });
});

function make(): LogText {
  return new LogText(large, { cursor: 0, leftOutBytes: 0 });
}

function push(text: LogText, output: string): void {
  text.push({ bytes: Buffer.from(output), skippedBytes: 0 });
}
