import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QuietPeriod } from '../../../../src/runner/child/quietPeriod.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('QuietPeriod', () => {
  checkLeaks();

  it('is over after its length of silence, once', async () => {
    const { quiet, pass, count } = setUp();
    quiet.start();
    await pass(99);
    assert.equal(count(), 0);
    await pass(1);
    assert.equal(count(), 1);
    await pass(1000);
    assert.equal(count(), 1);
  });

  it('counts anew from every touch', async () => {
    const { quiet, pass, count } = setUp();
    quiet.start();
    await pass(60);
    quiet.touch();
    await pass(60);
    quiet.touch();
    await pass(99);
    assert.equal(count(), 0);
    await pass(1);
    assert.equal(count(), 1);
  });

  it('counts nothing before its start and after its end', async () => {
    const { quiet, pass, count } = setUp();
    quiet.touch();
    await pass(1000);
    assert.equal(count(), 0);
    quiet.start();
    await pass(100);
    quiet.touch();
    await pass(1000);
    assert.equal(count(), 1);
  });

  it('says nothing once it is disposed', async () => {
    const { quiet, clock, pass, count } = setUp();
    quiet.start();
    await pass(50);
    quiet.dispose();
    quiet.touch();
    await pass(1000);
    quiet.start();
    clock.advance(100);
    quiet.dispose();
    await pass(1000);
    assert.equal(count(), 0);
  });

  it('lets be read what has arrived while the event loop stood still', async () => {
    const { quiet, clock, pass, count } = setUp();
    quiet.start();
    // Timers come first after a stall, then what arrived.
    clock.advance(5000);
    quiet.touch();
    await pass(99);
    assert.equal(count(), 0);
    await pass(1);
    assert.equal(count(), 1);
  });
});

function setUp(): {
  clock: FakeClock;
  quiet: { start(): void; touch(): void; dispose(): void };
  pass: (ms: number) => Promise<void>;
  count: () => number;
} {
  const clock = new FakeClock();
  const quiet = new QuietPeriod(clock, 100);
  let times = 0;
  return {
    clock,
    quiet: {
      start: () => quiet.start(() => times++),
      touch: () => quiet.touch(),
      dispose: () => quiet.dispose(),
    },
    pass: async (ms) => {
      clock.advance(ms);
      await new Promise(setImmediate);
    },
    count: () => times,
  };
}
