import type { ProcessInfo, ProcessState } from '../../protocol/process.ts';

/** Whether something of the process lives or is about to: it can be stopped, and not be removed. */
export function isActive(state: ProcessState): boolean {
  return state !== 'stopped' && state !== 'failed';
}

/** Whether the process has ended, in whatever way. */
export function hasEnded(state: ProcessState): boolean {
  return !isActive(state);
}

/** How many processes there are, by what a person wants to know at a glance. */
export interface ProcessCounts {
  total: number;
  /** Something of them lives or is about to. */
  active: number;
  /** Of the active ones, those that are on their way up. */
  starting: number;
  failed: number;
}

/** Counts processes by what the status bar and the badge show. */
export function countProcesses(processes: Iterable<ProcessInfo>): ProcessCounts {
  const counts: ProcessCounts = { total: 0, active: 0, starting: 0, failed: 0 };
  for (const { state } of processes) {
    counts.total += 1;
    if (isActive(state)) counts.active += 1;
    if (state === 'starting') counts.starting += 1;
    if (state === 'failed') counts.failed += 1;
  }
  return counts;
}

/** What is alive first, and the newest of each kind on top: what is probably meant comes first in a list to choose from. */
export function activeThenNewest(a: ProcessInfo, b: ProcessInfo): number {
  return Number(isActive(b.state)) - Number(isActive(a.state)) || oldestFirst(b, a);
}

/** In the order of their making, which never changes: no row of a list to work with moves away from under the mouse. */
export function oldestFirst(a: ProcessInfo, b: ProcessInfo): number {
  return a.createdAtMs - b.createdAtMs || a.id.localeCompare(b.id);
}
