import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSystemClock, delay, withTimeLimit } from '../../../src/base/clock.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('the system clock', () => {
  checkLeaks();

  it('tells the time of its host and runs a task once', async () => {
    const clock = createSystemClock(globalThis);
    const before = Date.now();
    await new Promise<void>((resolve) => clock.after(1, resolve));
    assert.ok(clock.nowMs() >= before);
  });

  it('does not run a task that was cancelled', () => {
    const cancelled: number[] = [];
    const clock = createSystemClock({
      Date: { now: () => 5 },
      setTimeout: () => 42,
      clearTimeout: (timer) => cancelled.push(timer),
    });
    const timer = clock.after(1000, () => assert.fail('cancelled'));
    timer.dispose();
    timer.dispose();
    assert.deepEqual(cancelled, [42]);
    assert.equal(clock.nowMs(), 5);
  });
});

describe('delay', () => {
  checkLeaks();

  it('resolves when its time has come', async () => {
    const clock = new FakeClock();
    let isOver = false;
    const waiting = delay(clock, 100).then(() => (isOver = true));
    clock.advance(99);
    await Promise.resolve();
    assert.equal(isOver, false);
    clock.advance(1);
    await waiting;
    assert.equal(isOver, true);
  });
});

describe('withTimeLimit', () => {
  checkLeaks();

  it('gives the value when it comes in time', async () => {
    assert.deepEqual(await withTimeLimit(new FakeClock(), 100, Promise.resolve('here')), {
      kind: 'done',
      value: 'here',
    });
  });

  it('says that time ran out', async () => {
    const clock = new FakeClock();
    const race = withTimeLimit(clock, 100, new Promise(() => undefined));
    clock.advance(100);
    assert.deepEqual(await race, { kind: 'timedOut' });
  });

  it('passes a failure on', async () => {
    await assert.rejects(withTimeLimit(new FakeClock(), 100, Promise.reject(new Error('broken'))), /broken/);
  });

  it('leaves no timer behind', async () => {
    // The leak check of this suite would find it.
    await withTimeLimit(createSystemClock(globalThis), 60_000, Promise.resolve());
    await withTimeLimit(createSystemClock(globalThis), 60_000, Promise.reject(new Error('x'))).catch(() => 0);
  });
});
