import { eventually } from '../helpers/eventually.ts';
import type { FakeClock } from './fakeClock.ts';

/** Turns the clock in small steps until the promise is settled, and gives what it gives. */
export async function whileTimePasses<T>(clock: FakeClock, promise: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  // A rejection reaches the caller below.
  promise.then(over, over);
  await eventually(async () => {
    for (let i = 0; i < 20 && !isOver; i++) {
      await new Promise(setImmediate);
      clock.advance(2);
    }
    return isOver;
  });
  return promise;
}
