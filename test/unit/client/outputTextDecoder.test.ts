import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OutputChunk } from '../../../src/client/outputChunk.ts';
import { OutputTextDecoder } from '../../../src/client/outputTextDecoder.ts';

const euro = Buffer.from('€');

describe('OutputTextDecoder', () => {
  it('joins a character that two chunks share', () => {
    const decoder = new OutputTextDecoder();
    assert.equal(decoder.decode(chunk(euro.subarray(0, 1))), '');
    assert.equal(decoder.decode(chunk(euro.subarray(1))), '€');
  });

  it('keeps the two streams apart', () => {
    const decoder = new OutputTextDecoder();
    decoder.decode(chunk(euro.subarray(0, 2)));
    assert.equal(decoder.decode({ ...chunk(Buffer.from('x')), stream: 'stderr' }), 'x');
    assert.equal(decoder.decode(chunk(euro.subarray(2))), '€');
  });

  it('does not join across a gap', () => {
    const decoder = new OutputTextDecoder();
    decoder.decode(chunk(euro.subarray(0, 2)));
    assert.equal(decoder.decode({ ...chunk(Buffer.from('x')), skippedBytes: 9 }), '\ufffdx');
  });
});

function chunk(bytes: Buffer): OutputChunk {
  return { stream: 'stdout', bytes, cursor: 0, skippedBytes: 0 };
}
