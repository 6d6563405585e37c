import assert from 'node:assert/strict';
import { appendFileSync, rmSync, truncateSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readBlocks, type SkippedSegment } from '../../../../src/runner/search/readBlocks.ts';
import type { LogSegment } from '../../../../src/runner/search/segmentSource.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';
import { writeRun } from './logFiles.ts';

describe('readBlocks', () => {
  checkLeaks();
  const directory = temporaryDirectory();

  function write(...texts: string[]): LogSegment[] {
    return writeRun(
      directory,
      texts.map((text) => Buffer.from(text)),
    );
  }

  it('reads the lines of all segments as one text', () => {
    const segments = write('one\ntw', 'o', '\nthree');
    assert.deepEqual(read(segments, 100), [{ text: 'one\ntwo\nthree', cursor: 0, continues: false }]);
  });

  it('ends each block where a line ends', () => {
    assert.deepEqual(read(write('one\ntwo\nthr', 'ee\nfour'), 10), [
      { text: 'one\ntwo\n', cursor: 0, continues: false },
      { text: 'three\n', cursor: 8, continues: true },
      { text: 'four', cursor: 14, continues: true },
    ]);
  });

  it('gives a line that is longer than a block in pieces', () => {
    assert.deepEqual(read(write('0123456789', 'ab\nc\n'), 5), [
      { text: '01234', cursor: 0, continues: false },
      { text: '56789', cursor: 5, continues: true },
      { text: 'ab\nc\n', cursor: 10, continues: true },
    ]);
  });

  it('has nothing to give of a run without output', () => {
    assert.deepEqual(read([], 10), []);
  });

  it('reports a segment that has vanished, and begins anew behind the gap', () => {
    const segments = write('one\ntw', 'o\nthr', 'ee\nfour\n');
    rmSync(segments[1]!.path);
    const skipped: SkippedSegment[] = [];
    assert.deepEqual(read(segments, 100, skipped), [
      { text: 'one\ntw', cursor: 0, continues: false },
      { text: 'ee\nfour\n', cursor: 11, continues: false },
    ]);
    assert.deepEqual(
      skipped.map(({ path }) => path),
      [segments[1]!.path],
    );
    assert.match(skipped[0]!.reason, /ENOENT/);
  });

  it('sees a gap where the list has one', () => {
    const [first, , third] = write('one\ntw', 'o\nthr', 'ee\n');
    assert.deepEqual(read([first!, third!], 100), [
      { text: 'one\ntw', cursor: 0, continues: false },
      { text: 'ee\n', cursor: 11, continues: false },
    ]);
  });

  it('begins at the cursor of the oldest segment that is kept', () => {
    const segments = writeRun(directory, [Buffer.from('x\n')], { startCursor: 5_000 });
    assert.deepEqual(read(segments, 100), [{ text: 'x\n', cursor: 5_000, continues: false }]);
  });

  it('reports a segment that has become shorter, after what is left of it', () => {
    const segments = write('one\ntwo\n', 'three\n');
    truncateSync(segments[0]!.path, 5);
    const skipped: SkippedSegment[] = [];
    assert.deepEqual(
      read(segments, 100, skipped).map(({ text }) => text),
      ['one\nt', 'three\n'],
    );
    assert.match(skipped[0]!.reason, /3 bytes too early/);
  });

  it('leaves out what was appended after the segments were listed', () => {
    const segments = write('one\n');
    appendFileSync(segments[0]!.path, 'two\n');
    assert.deepEqual(read(segments, 100), [{ text: 'one\n', cursor: 0, continues: false }]);
  });

  it('gives every byte once and in order, however it is divided', () => {
    const texts = fc.array(fc.stringMatching(/^[ab\n]{1,20}$/), { maxLength: 5 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 30 }), (parts, size) => {
        const blocks = read(write(...parts), size);
        assert.equal(blocks.map(({ text }) => text).join(''), parts.join(''));
        let cursor = 0;
        for (const [index, block] of blocks.entries()) {
          assert.equal(block.cursor, cursor);
          assert.equal(block.continues, index > 0);
          const isLast = index === blocks.length - 1;
          assert.ok(isLast || block.text.endsWith('\n') || block.text.length === size);
          cursor += block.text.length;
        }
      }),
    );
  });
});

function read(
  segments: readonly LogSegment[],
  size: number,
  skipped: SkippedSegment[] = [],
): { text: string; cursor: number; continues: boolean }[] {
  const blocks = readBlocks(segments, {
    buffer: Buffer.alloc(size),
    onSkipped: (segment) => skipped.push(segment),
  });
  return Array.from(blocks, ({ bytes, cursor, continues }) => ({
    text: bytes.toString(),
    cursor,
    continues,
  }));
}
