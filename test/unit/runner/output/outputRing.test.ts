import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { OutputStream } from '../../../../src/protocol/output.ts';
import { OutputRing } from '../../../../src/runner/output/outputRing.ts';
import { RingBudget } from '../../../../src/runner/output/ringBudget.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('OutputRing', () => {
  checkLeaks();

  it('has nothing to read at first', () => {
    const ring = new OutputRing(100);
    assert.equal(ring.read(0, 10), undefined);
  });

  it('gives a piece that ends where the stream changes', () => {
    const ring = ringWith(100, ['stdout', 'abc'], ['stdout', 'de'], ['stderr', 'X'], ['stdout', 'f']);
    assert.deepEqual(textOf(ring.read(0, 100)), ['stdout', 'abcde', 5, 'other stream follows']);
    assert.deepEqual(textOf(ring.read(5, 100)), ['stderr', 'X', 6, 'other stream follows']);
    assert.deepEqual(textOf(ring.read(6, 100)), ['stdout', 'f', 7, 'may grow']);
    assert.equal(ring.read(7, 100), undefined);
  });

  it('gives no more than was asked for, from any cursor', () => {
    const ring = ringWith(100, ['stdout', 'abcdef']);
    assert.deepEqual(textOf(ring.read(2, 3)), ['stdout', 'cde', 5, 'may grow']);
  });

  it('keeps the newest bytes and says how many of the wanted ones are gone', () => {
    const ring = ringWith(4, ['stdout', 'abcdef']);
    assert.equal(ring.startCursor, 2);
    assert.equal(ring.endCursor, 6);
    assert.equal(ring.read(0, 100)?.skippedBytes, 2);
    assert.equal(ring.read(1, 100)?.skippedBytes, 1);
    assert.deepEqual(textOf(ring.read(1, 100)), ['stdout', 'cdef', 6, 'may grow']);
  });

  it('keeps only the end of a piece that is larger than itself', () => {
    const ring = ringWith(4, ['stderr', 'ab'], ['stdout', '0123456789']);
    assert.deepEqual(textOf(ring.read(8, 100)), ['stdout', '6789', 12, 'may grow']);
  });

  it('joins bytes that lie on both sides of the end of its block', () => {
    const ring = ringWith(4, ['stdout', 'abc'], ['stdout', 'def']);
    assert.deepEqual(textOf(ring.read(2, 4)), ['stdout', 'cdef', 6, 'may grow']);
  });

  it('takes no notice of an empty piece', () => {
    const ring = ringWith(4, ['stdout', 'ab'], ['stderr', ''], ['stdout', 'c']);
    assert.deepEqual(textOf(ring.read(0, 4)), ['stdout', 'abc', 3, 'may grow']);
  });

  it('reads a cursor past its end as nothing yet', () => {
    const ring = ringWith(4, ['stdout', 'ab']);
    assert.equal(ring.read(9, 4), undefined);
  });

  it('starts small, doubles as output needs it, and never costs more than its capacity', () => {
    const ring = new OutputRing(100_000);
    const costs = [4000, 96, 1, 30_000, 200_000].map((size) => {
      ring.append('stdout', Buffer.alloc(size));
      return ring.memoryBytes;
    });
    assert.deepEqual(costs, [4096, 4096, 8192, 65_536, 100_000]);
  });

  it('still tells streams apart after thousands of changes between them', () => {
    const ring = new OutputRing(1000);
    for (let i = 0; i < 5000; i++) ring.append(i % 2 === 0 ? 'stdout' : 'stderr', Buffer.of(i % 251));
    for (let cursor = 4000; cursor < 5000; cursor++) {
      const piece = ring.read(cursor, 10);
      assert.equal(piece?.stream, cursor % 2 === 0 ? 'stdout' : 'stderr');
      assert.deepEqual([...piece.bytes], [cursor % 251]);
    }
  });

  it('gives memory back on demand, keeping the newest bytes', () => {
    const ring = ringWith(100_000, ['stderr', 'x'.repeat(10_000)], ['stdout', 'newest']);
    ring.shrink(4);
    assert.equal(ring.memoryBytes, 4);
    assert.equal(ring.startCursor, 10_002);
    assert.deepEqual(textOf(ring.read(10_002, 9)), ['stdout', 'west', 10_006, 'may grow']);
    ring.shrink(1000);
    assert.equal(ring.memoryBytes, 4);
  });

  it('grows again after it was made to shrink', () => {
    const ring = ringWith(100_000, ['stdout', 'x'.repeat(10_000)]);
    ring.shrink(4);
    ring.append('stderr', Buffer.from('abc'));
    assert.equal(ring.startCursor, 9_996);
    assert.deepEqual(textOf(ring.read(0, 9)), ['stdout', 'xxxx', 10_000, 'other stream follows']);
  });

  it('does with less when its budget has no more', () => {
    const budget = new RingBudget(6000);
    const ring = new OutputRing(100_000, budget);
    ring.append('stdout', Buffer.from('x'.repeat(10_000)));
    assert.equal(ring.memoryBytes, 4096);
    assert.equal(ring.startCursor, 10_000 - 4096);
    assert.equal(budget.usedBytes, 4096);
    ring.dispose();
    assert.equal(budget.usedBytes, 0);
  });

  it('reads like a plain list of bytes would, whatever is appended and wherever one reads', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 4000, max: 20_000 })),
        fc.array(step, { maxLength: 40 }),
        (capacity, steps) => {
          const ring = new OutputRing(capacity);
          const model = new ByteList(capacity);
          for (const { stream, size, from, maxBytes, shrinkTo } of steps) {
            ring.append(stream, model.append(stream, size));
            if (shrinkTo !== undefined) {
              // What is gone is gone, also when there is room again.
              model.forget(ring.memoryBytes > shrinkTo ? shrinkTo : ring.memoryBytes);
              ring.shrink(shrinkTo);
            }
            const cursor = Math.min(from, model.end);
            assert.equal(ring.startCursor, model.begin);
            assert.equal(ring.endCursor, model.end);
            assert.ok(ring.memoryBytes <= capacity);
            assert.deepEqual(copyOf(ring.read(cursor, maxBytes)), model.read(cursor, maxBytes));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives every reader everything, however it divides its reads', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
        (steps, sizes) => {
          const ring = new OutputRing(200_000);
          const model = new ByteList(200_000);
          for (const { stream, size } of steps) ring.append(stream, model.append(stream, size));
          const reader = new ByteList(200_000);
          for (let i = 0, cursor = 0; cursor < ring.endCursor; i++) {
            const piece = ring.read(cursor, sizes[i % sizes.length] ?? 1);
            assert.ok(piece !== undefined);
            reader.take(piece.stream, piece.bytes);
            cursor = piece.cursor;
          }
          assert.deepEqual(reader, model);
        },
      ),
    );
  });
});

const size = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 6000 }));

const step = fc.record({
  stream: fc.constantFrom<OutputStream>('stdout', 'stderr'),
  size,
  from: fc.oneof(fc.nat(100), fc.nat(100_000)),
  maxBytes: size.map((bytes) => bytes + 1),
  shrinkTo: fc.option(fc.integer({ min: 1, max: 5000 }), { freq: 8, nil: undefined }),
});

/** What the ring is for, in the simplest words. */
class ByteList {
  private bytes = Buffer.alloc(0);
  /** One letter a byte, for its stream. */
  private streams = '';
  private forgotten = 0;
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get end(): number {
    return this.bytes.length;
  }

  get begin(): number {
    return Math.max(this.forgotten, this.end - this.capacity);
  }

  /** Keeps only the newest bytes of what there is. */
  forget(keepBytes: number): void {
    this.forgotten = Math.max(this.begin, this.end - keepBytes);
  }

  /** Makes so many bytes up. */
  append(stream: OutputStream, count: number): Buffer {
    const bytes = Buffer.from(Array.from({ length: count }, (_, i) => (this.end + i) % 251));
    this.take(stream, bytes);
    return bytes;
  }

  take(stream: OutputStream, bytes: Uint8Array): void {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    this.streams += (stream === 'stdout' ? 'o' : 'e').repeat(bytes.length);
  }

  read(from: number, maxBytes: number): unknown {
    const start = Math.max(from, this.begin);
    if (start >= this.end) return undefined;
    const letter = this.streams.charAt(start);
    const other = this.streams.indexOf(letter === 'o' ? 'e' : 'o', start);
    const cursor = Math.min(start + maxBytes, other < 0 ? this.end : other);
    return {
      stream: letter === 'o' ? 'stdout' : 'stderr',
      bytes: this.bytes.subarray(start, cursor),
      skippedBytes: start - from,
      cursor,
      spanEndsHere: cursor === other,
    };
  }
}

function ringWith(capacity: number, ...pieces: [OutputStream, string][]): OutputRing {
  const ring = new OutputRing(capacity);
  for (const [stream, text] of pieces) ring.append(stream, Buffer.from(text));
  return ring;
}

function copyOf(piece: ReturnType<OutputRing['read']>): unknown {
  return piece && { ...piece, bytes: Buffer.from(piece.bytes) };
}

function textOf(piece: ReturnType<OutputRing['read']>): unknown {
  if (piece === undefined) return undefined;
  const next = piece.spanEndsHere ? 'other stream follows' : 'may grow';
  return [piece.stream, Buffer.from(piece.bytes).toString(), piece.cursor, next];
}
