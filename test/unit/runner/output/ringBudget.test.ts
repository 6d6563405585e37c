import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { OutputRing } from '../../../../src/runner/output/outputRing.ts';
import { RingBudget } from '../../../../src/runner/output/ringBudget.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const KIB = 1024;

describe('RingBudget', () => {
  checkLeaks();

  it('counts what all rings cost', () => {
    const budget = new RingBudget(1024 * KIB);
    const rings = ringsOf(budget, 2);
    print(rings[0], 100 * KIB);
    assert.equal(budget.usedBytes, 128 * KIB + 4 * KIB);
    rings[0]?.dispose();
    rings[0]?.dispose();
    assert.equal(budget.usedBytes, 4 * KIB);
  });

  it('takes memory from the ring that has been silent for longest', () => {
    const budget = new RingBudget(300 * KIB);
    const [first, second, third] = ringsOf(budget, 3);
    print(first, 128 * KIB);
    print(second, 128 * KIB);
    print(third, 64 * KIB);
    assert.deepEqual([first, second, third].map(memoryOf), [64 * KIB, 128 * KIB, 64 * KIB]);
  });

  it('leaves everybody a smallest share', () => {
    const budget = new RingBudget(60 * KIB);
    const [first, second] = ringsOf(budget, 2);
    print(first, 32 * KIB);
    for (let i = 0; i < 100; i++) print(second, 4 * KIB);
    assert.deepEqual([first, second].map(memoryOf), [16 * KIB, 32 * KIB]);
  });

  it('never refuses a new ring', () => {
    const budget = new RingBudget(1);
    ringsOf(budget, 3);
    assert.equal(budget.usedBytes, 12 * KIB);
  });

  it('always knows exactly what its rings cost, and is not exceeded but by first blocks', () => {
    const step = fc.record({ ring: fc.nat(4), bytes: fc.nat(200 * KIB), leaves: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(400 * KIB), (steps, limit) => {
        const budget = new RingBudget(limit);
        const rings = ringsOf(budget, 5);
        const members = new Set(rings);
        for (const { ring: index, bytes, leaves } of steps) {
          const ring = rings[index];
          if (ring === undefined || !members.has(ring)) continue;
          print(ring, bytes);
          if (leaves && members.delete(ring)) ring.dispose();
          const sum = [...members].reduce((total, { memoryBytes }) => total + memoryBytes, 0);
          assert.equal(budget.usedBytes, sum);
          assert.ok(sum <= Math.max(limit, 5 * 4 * KIB));
        }
      }),
    );
  });
});

function ringsOf(budget: RingBudget, count: number): OutputRing[] {
  return Array.from({ length: count }, () => new OutputRing(1024 * KIB, budget));
}

function print(ring: OutputRing | undefined, bytes: number): void {
  ring?.append('stdout', Buffer.alloc(bytes));
}

function memoryOf(ring: OutputRing | undefined): number | undefined {
  return ring?.memoryBytes;
}
