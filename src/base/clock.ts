import { toDisposable, type Disposable } from './disposable.ts';

/** Time, passed in: tests bring a clock that they turn by hand. */
export interface Clock {
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`; disposing the result before then cancels it. */
  after(delayMs: number, task: () => void): Disposable;
}

/** The part of a JavaScript host that a real clock needs; `globalThis` of Node and of a browser both fit. */
export interface TimerHost {
  readonly Date: { now(): number };
  setTimeout(task: () => void, delayMs: number): unknown;
  clearTimeout(timer: never): void;
}

/** The real clock of a host: `createSystemClock(globalThis)`. */
export function createSystemClock(host: TimerHost): Clock {
  return {
    nowMs: () => host.Date.now(),
    after: (delayMs, task) => {
      const timer = host.setTimeout(task, delayMs);
      return toDisposable(() => {
        host.clearTimeout(timer as never);
      });
    },
  };
}

/** Resolves after `delayMs` by the given clock. */
export function delay(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** What a race against time gives: the value, or that time ran out first. */
export type Timed<T> = { kind: 'done'; value: T } | { kind: 'timedOut' };

/** Waits for a promise, but no longer than `limitMs`. The promise itself is not cancelled. */
export async function withTimeLimit<T>(
  clock: Clock,
  limitMs: number,
  promise: Promise<T>,
): Promise<Timed<T>> {
  let timer: Disposable | undefined;
  const timeout = new Promise<Timed<T>>((resolve) => {
    timer = clock.after(limitMs, () => {
      resolve({ kind: 'timedOut' });
    });
  });
  try {
    return await Promise.race([promise.then((value): Timed<T> => ({ kind: 'done', value })), timeout]);
  } finally {
    timer?.dispose();
  }
}
