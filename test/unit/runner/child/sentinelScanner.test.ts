import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SentinelScanner } from '../../../../src/runner/child/sentinelScanner.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const random = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

describe('SentinelScanner', () => {
  checkLeaks();

  it('is looking for forty digits, whatever the random bytes are', () => {
    for (const bytes of [random, Buffer.alloc(16), Buffer.alloc(16, 255)]) {
      assert.match(Buffer.from(new SentinelScanner(bytes).bytes).toString(), /^\d{40}$/);
    }
  });

  it('gives what comes before it', () => {
    const scanner = new SentinelScanner(random);
    const { before, found } = scanner.scan(Buffer.concat([Buffer.from('last words'), scanner.bytes]));
    assert.equal(Buffer.from(before).toString(), 'last words');
    assert.equal(found, true);
  });

  it('holds back no more than what might become it', () => {
    const scanner = new SentinelScanner(random);
    const start = Buffer.from(scanner.bytes.subarray(0, 3));
    assert.equal(text(scanner.scan(Buffer.concat([Buffer.from('abc'), start])).before), 'abc');
    assert.equal(text(scanner.scan(Buffer.from('def')).before), `${start.toString()}def`);
    assert.equal(scanner.rest().length, 0);
  });

  it('gives back what it holds when the sentinel does not come', () => {
    const scanner = new SentinelScanner(random);
    scanner.scan(scanner.bytes.subarray(0, 39));
    assert.equal(scanner.rest().length, 39);
    assert.equal(scanner.rest().length, 0);
  });

  it('finds it wherever the reads cut it, after any output', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      // Output that looks like its beginning.
      fc
        .integer({ min: 0, max: 40 })
        .map((length) => new SentinelScanner(random).bytes.subarray(0, length % 40)),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 50 })),
        (parts, cuts) => {
          const scanner = new SentinelScanner(random);
          const printed = Buffer.concat(parts);
          const all = Buffer.concat([printed, scanner.bytes]);
          const given: Uint8Array[] = [];
          let isFound = false;
          for (const piece of pieces(all, cuts)) {
            assert.equal(isFound, false);
            const { before, found } = scanner.scan(piece);
            given.push(before);
            isFound = found;
          }
          assert.equal(isFound, true);
          assert.deepEqual(Buffer.concat(given), printed);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('loses nothing of what is not followed by it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.integer({ min: 1, max: 50 })), (printed, cuts) => {
        const scanner = new SentinelScanner(random);
        const given = pieces(printed, cuts).map((piece) => scanner.scan(piece).before);
        assert.deepEqual(Buffer.concat([...given, scanner.rest()]), Buffer.from(printed));
      }),
    );
  });
});

function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const result: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = cuts[i] ?? bytes.length;
    result.push(bytes.subarray(at, at + length));
    at += length;
  }
  return result;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
