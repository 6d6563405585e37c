import type { ProcessInfo } from '../../protocol/process.ts';

/** The name of a process's terminal: its title, and how it ended if it has. */
export function terminalTitle({ title, state, cause }: ProcessInfo): string {
  if (state === 'failed') return `${title} ✗`;
  if (state === 'stopped') return cause === 'cancelled' ? `${title} ■` : `${title} ✓`;
  return title;
}
