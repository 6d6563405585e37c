import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  encodeContent,
  unfinishedTailLength,
  type EncodedContent,
} from '../../../../src/runner/output/encodeContent.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('encodeContent', () => {
  checkLeaks();

  it('sends text as it is', () => {
    assert.deepEqual(encodeContent(Buffer.from('häh?\u{1f600}\r\n\0'), false), {
      content: 'häh?\u{1f600}\r\n\0',
      encoding: 'utf8',
      usedBytes: 12,
    });
  });

  it('leaves an unfinished character for the next time', () => {
    for (const character of ['ä', '€', '\u{1f600}']) {
      const bytes = Buffer.from(`x${character}`);
      for (let cut = 1; cut < bytes.length; cut++) {
        const expected = { content: 'x', encoding: 'utf8', usedBytes: 1 };
        assert.deepEqual(
          encodeContent(bytes.subarray(0, cut), false),
          expected,
          `${character} cut at ${cut}`,
        );
      }
    }
  });

  it('sends an unfinished character when nothing follows, byte for byte', () => {
    const bytes = Buffer.from('x€').subarray(0, 3);
    assert.deepEqual(encodeContent(bytes, true), {
      content: bytes.toString('base64'),
      encoding: 'base64',
      usedBytes: 3,
    });
  });

  it('waits for no end of what cannot become a character', () => {
    const hopeless = [[0x80], [0xc0], [0xc1, 0x80], [0xf5], [0xff], [0x80, 0x80, 0x80, 0x80]];
    for (const bytes of hopeless) {
      assert.equal(unfinishedTailLength(Uint8Array.from(bytes)), 0, bytes.join(' '));
      assert.equal(encodeContent(Uint8Array.from(bytes), false).usedBytes, bytes.length);
    }
  });

  it('sends what only resembles UTF-8 as base64: surrogates, overlong forms, too large', () => {
    for (const bytes of [
      [0xed, 0xa0, 0x80],
      [0xe0, 0x80, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x61, 0xff, 0x62],
    ]) {
      assert.equal(encodeContent(Uint8Array.from(bytes), true).encoding, 'base64', bytes.join(' '));
    }
  });

  it('does not lose a byte order mark', () => {
    assert.equal(encodeContent(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), true).content, '\ufeffa');
  });

  it('never cuts a character of a text, wherever the reads cut it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), cuts, (text, sizes) => {
        // What has no UTF-8 form cannot come out of a process as UTF-8 either.
        const bytes = Buffer.from(text.toWellFormed());
        const pieces = encodeInPieces(bytes, sizes);
        assert.ok(pieces.every(({ encoding }) => encoding === 'utf8'));
        assert.equal(pieces.map(({ content }) => content).join(''), bytes.toString());
      }),
    );
  });

  it('gives back any bytes exactly, wherever the reads cut them', () => {
    fc.assert(
      fc.property(anyBytes, cuts, (bytes, sizes) => {
        const decoded = encodeInPieces(bytes, sizes).map(({ content, encoding }) =>
          Buffer.from(content, encoding),
        );
        assert.deepEqual(Buffer.concat(decoded), Buffer.from(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('holds back at most three bytes', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        assert.ok(bytes.length - encodeContent(bytes, false).usedBytes <= 3);
      }),
    );
  });
});

const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 });

/** Random bytes are hardly ever the beginning of a character, so mix in some that are. */
const anyBytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.string({ unit: 'grapheme', maxLength: 2 }).map((text) => new Uint8Array(Buffer.from(text))),
      fc.constantFrom(0x80, 0xbf, 0xc2, 0xe2, 0xed, 0xf0, 0xf4).map((byte) => Uint8Array.of(byte)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

/** Encodes as a subscription does: what a piece leaves over is the beginning of the next. */
function encodeInPieces(bytes: Uint8Array, sizes: readonly number[]): EncodedContent[] {
  const pieces: EncodedContent[] = [];
  let used = 0;
  for (let i = 0, end = 0; end < bytes.length; i++) {
    end = Math.min(bytes.length, end + (sizes[i % sizes.length] ?? 1));
    const piece = encodeContent(bytes.subarray(used, end), end === bytes.length);
    used += piece.usedBytes;
    pieces.push(piece);
  }
  return pieces;
}
