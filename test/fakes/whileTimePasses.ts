import { eventually } from '../helpers/eventually.ts';
import type { FakeClock } from './fakeClock.ts';

/** Turns the clock until the promise is settled, by little at first, and gives what the promise gives. */
export async function whileTimePasses<T>(clock: FakeClock, promise: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  // A rejection reaches the caller below.
  promise.then(over, over);
  let steps = 0;
  await eventually(async () => {
    for (let i = 0; i < 20 && !isOver; i++) {
      await new Promise(setImmediate);
      clock.advance(++steps < 20 ? 2 : 50);
    }
    return isOver;
  });
  return promise;
}
