import type { ProcessInfo } from '../protocol/process.ts';
import { isActive } from './isActive.ts';

/** What a word on the command line means: a process, none, or too many. */
export type ResolvedTarget =
  | { readonly kind: 'found'; readonly process: ProcessInfo }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous'; readonly matches: readonly ProcessInfo[] };

/**
 * Finds the process that is meant by an id, or by a name or title that only one active process has. Ids count
 * everywhere, names only where `hasNamesFrom` says so. Of ended processes of one name the last is meant.
 */
export function resolveTarget(
  processes: readonly ProcessInfo[],
  target: string,
  hasNamesFrom: (process: ProcessInfo) => boolean,
): ResolvedTarget {
  const byId = processes.find(({ id }) => id === target);
  if (byId !== undefined) return { kind: 'found', process: byId };
  const named = processes.filter(
    (process) => hasNamesFrom(process) && (process.spec.name === target || process.title === target),
  );
  const active = named.filter(isActive);
  if (active.length > 1) return { kind: 'ambiguous', matches: active };
  const process = active[0] ?? named.toSorted((a, b) => a.createdAtMs - b.createdAtMs).at(-1);
  return process === undefined ? { kind: 'unknown' } : { kind: 'found', process };
}
