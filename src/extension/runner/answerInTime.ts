import { withTimeLimit, type Clock } from '../../base/clock.ts';

/**
 * How long a request may take that the runner answers at once, in milliseconds. Only one that hangs, or a machine that
 * is out of memory, takes longer; a person has given up by then.
 */
export const ANSWER_LIMIT_MS = 10_000;

/** Waits for the answer to such a request; throws a sentence for people when it does not come. */
export async function answerInTime<T>(clock: Clock, answer: Promise<T>): Promise<T> {
  const timed = await withTimeLimit(clock, ANSWER_LIMIT_MS, answer);
  if (timed.kind === 'done') return timed.value;
  throw new Error(`The runner has not answered for ${ANSWER_LIMIT_MS / 1_000} seconds.`);
}
