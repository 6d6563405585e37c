import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FirstSize, SIZE_SETTLE_MS, SIZE_WAIT_MS } from '../../../../src/extension/terminals/firstSize.ts';
import {
  COLUMN_DEBOUNCE_MS,
  FALLBACK_SIZE,
  SizeReporter,
} from '../../../../src/extension/terminals/sizeReporter.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

describe('SizeReporter', () => {
  it('tells the first size at once', () => {
    const { reporter, told } = setUp();
    reporter.resize({ cols: 100, rows: 20 });
    assert.deepEqual(told, ['100x20']);
  });

  it('tells rows at once and columns when they have come to rest', () => {
    const { clock, reporter, told } = setUp({ cols: 80, rows: 30 });
    reporter.resize({ cols: 81, rows: 31 });
    reporter.resize({ cols: 82, rows: 31 });
    clock.advance(COLUMN_DEBOUNCE_MS - 1);
    reporter.resize({ cols: 90, rows: 31 });
    clock.advance(COLUMN_DEBOUNCE_MS - 1);
    assert.deepEqual(told, ['80x31']);
    clock.advance(1);
    assert.deepEqual(told, ['80x31', '90x31']);
  });

  it('tells nothing that is known already, nor columns that went back', () => {
    const { clock, reporter, told } = setUp({ cols: 80, rows: 30 });
    reporter.resize({ cols: 80, rows: 30 });
    reporter.resize({ cols: 90, rows: 30 });
    reporter.resize({ cols: 80, rows: 30 });
    clock.advance(COLUMN_DEBOUNCE_MS);
    assert.deepEqual(told, []);
  });

  it('tells the last size once more when asked to', () => {
    const { reporter, told } = setUp({ cols: 80, rows: 30 });
    reporter.repeat();
    assert.deepEqual(told, ['80x30']);
  });
});

describe('FirstSize', () => {
  it('is the first that stays', async () => {
    const clock = new FakeClock();
    const size = new FirstSize(clock);
    size.offer({ cols: 106, rows: 20 });
    clock.advance(SIZE_SETTLE_MS - 1);
    size.offer({ cols: 91, rows: 20 });
    clock.advance(SIZE_SETTLE_MS);
    size.offer({ cols: 1, rows: 1 });
    assert.deepEqual(await size.known, { cols: 91, rows: 20 });
  });

  it('is not waited for without end while it changes', async () => {
    const clock = new FakeClock();
    const size = new FirstSize(clock);
    for (let cols = 1; cols <= SIZE_WAIT_MS; cols += 1) {
      size.offer({ cols, rows: 20 });
      clock.advance(1);
    }
    assert.deepEqual(await size.known, { cols: SIZE_WAIT_MS, rows: 20 });
  });

  it('is the usual one when none is offered in time', async () => {
    const clock = new FakeClock();
    const size = new FirstSize(clock);
    clock.advance(SIZE_WAIT_MS);
    assert.deepEqual(await size.known, FALLBACK_SIZE);
  });
});

function setUp(known?: { cols: number; rows: number }) {
  const clock = new FakeClock();
  const told: string[] = [];
  const reporter = new SizeReporter(clock, ({ cols, rows }) => told.push(`${cols}x${rows}`));
  if (known !== undefined) reporter.assume(known);
  return { clock, reporter, told };
}
