import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { silentLogger } from '../../../../src/base/logger.ts';
import { RunnerWatch } from '../../../../src/extension/runner/runnerWatch.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

/** Turns the clock past one look and lets that come to its end. */
async function pass(clock: FakeClock): Promise<void> {
  clock.advance(2_000);
  await setImmediate();
}

describe('RunnerWatch', () => {
  it('looks again and again while there is no runner, also after a look has failed', async () => {
    const clock = new FakeClock();
    let looks = 0;
    const look = (): Promise<void> => {
      looks += 1;
      return looks === 1 ? Promise.reject(new Error('not now')) : Promise.resolve();
    };
    const watch = new RunnerWatch({ clock, logger: silentLogger, isNeeded: () => true, look });
    watch.start();
    assert.equal(looks, 0);
    for (let times = 1; times <= 3; times += 1) {
      await pass(clock);
      assert.equal(looks, times);
    }
    watch.dispose();
  });

  it('does not look while there is one, nor after it was disposed', async () => {
    const clock = new FakeClock();
    let looks = 0;
    let isNeeded = false;
    const look = (): Promise<void> => {
      looks += 1;
      return Promise.resolve();
    };
    const watch = new RunnerWatch({ clock, logger: silentLogger, isNeeded: () => isNeeded, look });
    watch.start();
    await pass(clock);
    assert.equal(looks, 0);
    isNeeded = true;
    await pass(clock);
    assert.equal(looks, 1);
    watch.dispose();
    await pass(clock);
    assert.equal(looks, 1);
  });
});
