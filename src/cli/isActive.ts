import type { ProcessInfo } from '../protocol/process.ts';

/** Whether there is still something to be ended: it runs, or waits to. */
export function isActive({ state }: ProcessInfo): boolean {
  return state !== 'stopped' && state !== 'failed';
}
