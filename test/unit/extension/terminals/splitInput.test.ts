import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_INPUT_CHARS, splitInput } from '../../../../src/extension/terminals/splitInput.ts';

describe('splitInput', () => {
  it('leaves what is short in one piece', () => {
    assert.deepEqual(splitInput('ls\r'), ['ls\r']);
    assert.deepEqual(splitInput(''), []);
  });

  it('cuts a large paste between characters, and loses nothing', () => {
    const paste = `a${'👍'.repeat(MAX_INPUT_CHARS)}`;
    const pieces = splitInput(paste);
    assert.equal(pieces.join(''), paste);
    assert.equal(pieces.length, 3);
    for (const piece of pieces) assert.ok(piece.isWellFormed());
  });
});
