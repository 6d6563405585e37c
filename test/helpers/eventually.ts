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
      const attempt = await Promise.race([look(condition), deadline.over]);
      // An attempt that the deadline cuts off says less than the one before it.
      if (attempt === timeIsOut) break;
      if ('value' in attempt) return attempt.value;
      failure = attempt.failure;
      await Promise.race([pause(pollIntervalMs), deadline.over]);
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

type Attempt<T> = { readonly value: Exclude<T, false> } | { readonly failure: Error };

async function look<T>(condition: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    const value = await condition();
    return value === false
      ? { failure: new Error('The condition is false.') }
      : { value: value as Exclude<T, false> };
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

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
