import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { OutputChunk } from '../../../../src/client/outputChunk.ts';
import { Transcript } from '../../../../src/extension/terminals/transcript.ts';

describe('Transcript', () => {
  it('shows a line at once whose place has been reached', () => {
    const transcript = new Transcript({ onPipes: false });
    transcript.addOutput(chunk('abc', 3));
    assert.deepEqual(transcript.addLine(3, 'end'), [{ kind: 'line', text: 'end' }]);
  });

  it('keeps an exit line until all the output before it has been shown', () => {
    const transcript = new Transcript({ onPipes: false });
    assert.deepEqual(transcript.addLine(6, 'end'), []);
    assert.deepEqual(texts(transcript.addOutput(chunk('abc', 3))), ['abc']);
    assert.deepEqual(texts(transcript.addOutput(chunk('def', 6))), ['def', 'end']);
    assert.equal(transcript.cursor, 6);
  });

  it('cuts a chunk where one run ends and the next begins', () => {
    const transcript = new Transcript({ onPipes: false });
    transcript.addLine(3, 'end of 1');
    transcript.addLine(3, 'start of 2');
    assert.deepEqual(texts(transcript.addOutput(chunk('abcdef', 6))), [
      'abc',
      'end of 1',
      'start of 2',
      'def',
    ]);
  });

  it('says what was skipped, and puts the lines of that part after it', () => {
    const transcript = new Transcript({ onPipes: false });
    transcript.addLine(10, 'end of 1');
    const items = transcript.addOutput({ ...chunk('tail', 5_004), skippedBytes: 5_000 });
    assert.match(items[0]!.text, /5 kB of output not shown/);
    assert.deepEqual(texts(items.slice(1)), ['end of 1', 'tail']);
  });

  it('makes line feeds of pipes start new lines, and leaves those of terminals alone', () => {
    assert.deepEqual(texts(new Transcript({ onPipes: true }).addOutput(chunk('a\nb\r\n', 5))), [
      'a\r\nb\r\n',
    ]);
    assert.deepEqual(texts(new Transcript({ onPipes: false }).addOutput(chunk('a\nb\r\n', 5))), ['a\nb\r\n']);
  });

  it('loses nothing and keeps every line at its place, however the output is cut', () => {
    const ascii = fc.stringMatching(/^[a-z]{0,40}$/);
    fc.assert(
      fc.property(ascii, fc.array(fc.nat(40)), fc.array(fc.nat(40)), (text, cuts, marks) => {
        const transcript = new Transcript({ onPipes: false });
        const places = marks.filter((place) => place <= text.length);
        let shown = places
          .flatMap((place) => transcript.addLine(place, `<${place}>`))
          .map(({ text: line }) => line)
          .join('');
        for (const piece of cutUp(text, cuts))
          shown += transcript
            .addOutput(piece)
            .map(({ text: part }) => part)
            .join('');
        assert.equal(shown, withMarks(text, places));
      }),
    );
  });
});

function chunk(text: string, cursor: number): OutputChunk {
  return { stream: 'stdout', bytes: Buffer.from(text), cursor, skippedBytes: 0 };
}

function texts(items: readonly { text: string }[]): string[] {
  return items.map(({ text }) => text);
}

function cutUp(text: string, cuts: readonly number[]): OutputChunk[] {
  const places = [...new Set([...cuts.filter((cut) => cut > 0 && cut < text.length), text.length])];
  places.sort((a, b) => a - b);
  return places.map((end, index) => chunk(text.slice(places[index - 1] ?? 0, end), end));
}

function withMarks(text: string, places: readonly number[]): string {
  let marked = '';
  for (let offset = 0; offset <= text.length; offset += 1) {
    marked += places
      .filter((place) => place === offset)
      .map((place) => `<${place}>`)
      .join('');
    marked += text.charAt(offset);
  }
  return marked;
}
