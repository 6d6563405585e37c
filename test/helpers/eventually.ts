export interface EventuallyOptions {
  readonly timeoutMs?: number;
  /** What is waited for, for the error; the condition's own source text if left out. */
  readonly description?: string;
}

/**
 * Waits until the condition holds and resolves with what it returned. It holds once it returns without
 * throwing anything but `false`, so both questions and assertions can be waited for. When time is out, the
 * last failure is thrown with the description in front of it.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = defaultTimeoutMs, description = String(condition) }: EventuallyOptions = {},
): Promise<Exclude<T, false>> {
  const deadline = new Deadline(timeoutMs);
  let failure = new Error('The condition has not come back once.');
  try {
    while (!deadline.isOver) {
      try {
        const value = await Promise.race([condition(), deadline.over]);
        if (value !== false && value !== timeIsOut) {
          return value as Exclude<T, false>;
        }
        // An attempt that the deadline cut off says less than the one before it.
        failure = value === false ? new Error('The condition is false.') : failure;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
    }
  } finally {
    deadline.cancel();
  }
  throw new Error(`Not so within ${timeoutMs} ms: ${description}\n${failure.message}`, { cause: failure });
}

/** Generous, for machines under load: a condition that holds is seen within one poll anyway. */
const defaultTimeoutMs = 10_000;

/** Short against anything a person or a process does, long against one look at a page. */
const pollIntervalMs = 20;

const timeIsOut = Symbol('time is out');

class Deadline {
  /** Resolves when time is out, for a race with something that may never come back. */
  readonly over: Promise<typeof timeIsOut>;
  isOver = false;
  cancel: () => void = () => undefined;

  constructor(timeoutMs: number) {
    this.over = new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.isOver = true;
        resolve(timeIsOut);
      }, timeoutMs);
      this.cancel = () => clearTimeout(timer);
    });
  }
}
