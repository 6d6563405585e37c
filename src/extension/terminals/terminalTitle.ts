import type { ProcessInfo } from '../../protocol/process.ts';

/** The name of a process's terminal: how it ended, if it has, where a narrow list does not cut it off, and its title. */
export function terminalTitle({ title, state, cause }: ProcessInfo): string {
  if (state === 'failed') return `✗ ${title}`;
  if (state === 'stopped') return cause === 'cancelled' ? `■ ${title}` : `✓ ${title}`;
  return title;
}
