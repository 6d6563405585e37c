import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OutputPiece } from '../../../../src/runner/output/outputRing.ts';
import { ReadAhead } from '../../../../src/runner/sessions/readAhead.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('ReadAhead', () => {
  checkLeaks();

  it('has nothing at first, and nothing past its end', () => {
    const ahead = new ReadAhead();
    assert.equal(ahead.read(0, 10), undefined);
    ahead.fill(piece('abc', 10), 100);
    assert.equal(ahead.read(13, 10), undefined);
    ahead.fill(undefined, 100);
    assert.equal(ahead.read(10, 10), undefined);
  });

  it('hands out what it has in pieces', () => {
    const ahead = new ReadAhead();
    ahead.fill(piece('abcdef', 10), 100);
    assert.deepEqual(shown(ahead.read(10, 4)), ['abcd', 14]);
    assert.deepEqual(shown(ahead.read(14, 4)), ['ef', 16]);
  });

  it('tells what is missing before its beginning, once', () => {
    const ahead = new ReadAhead();
    ahead.fill(piece('abcdef', 10), 100);
    assert.equal(ahead.read(7, 4)?.skippedBytes, 3);
    assert.equal(ahead.read(14, 4)?.skippedBytes, 0);
  });

  it('tells of the other stream only at its end', () => {
    const ahead = new ReadAhead();
    ahead.fill({ ...piece('abcd', 0), spanEndsHere: true }, 100);
    assert.equal(ahead.read(0, 3)?.spanEndsHere, false);
    assert.equal(ahead.read(3, 3)?.spanEndsHere, true);
  });

  it('leaves a rest that was cut by whoever asked to the next read', () => {
    const ahead = new ReadAhead();
    ahead.fill(piece('abcdef', 0), 6);
    assert.deepEqual(shown(ahead.read(0, 4)), ['abcd', 4]);
    assert.equal(ahead.read(4, 4), undefined);
    assert.deepEqual(shown(ahead.read(4, 2)), ['ef', 6], 'no more is wanted');
  });

  it('gives a rest that was cut by the end of a file', () => {
    const ahead = new ReadAhead();
    ahead.fill(piece('abcdef', 0), 7);
    assert.deepEqual(shown(ahead.read(4, 4)), ['ef', 6]);
  });
});

function piece(text: string, start: number): OutputPiece {
  const bytes = Buffer.from(text);
  return { stream: 'stdout', bytes, skippedBytes: 0, cursor: start + bytes.length, spanEndsHere: false };
}

function shown(read: OutputPiece | undefined): [string, number] | undefined {
  return read && [Buffer.from(read.bytes).toString(), read.cursor];
}
