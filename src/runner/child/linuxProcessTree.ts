import { readFileSync, readdirSync } from 'node:fs';
import type { ProcessTree, TreeMember, TreeRoot } from './processTree.ts';

/** The fields of /proc/PID/stat that tell kinship. */
interface Stat {
  pid: number;
  state: string;
  parent: number;
  group: number;
  session: number;
  startTime: string;
  name: string;
}

/**
 * Linux: everything is in /proc. A process belongs to a run if it is in the child's session or group, or descends from a
 * member, or carries the run's mark in its environment, which it inherits over `setsid` and re-parenting alike.
 */
export function openLinuxProcessTree(root: TreeRoot): ProcessTree {
  const known = new Map<number, string>();
  const rootStartTime = Number(readStat(root.pid)?.startTime ?? 0);
  return {
    members: () => {
      // Nothing that is older than the child can have come from it; most of a system is.
      const alive = readAllStats().filter(
        (stat) => isAliveAndNotUs(stat) && Number(stat.startTime) >= rootStartTime,
      );
      const found = findMembers(root, alive, known);
      for (const stat of found) known.set(stat.pid, stat.startTime);
      return Promise.resolve(found.map(toMember));
    },
    signal: (signal, members) => {
      for (const member of members) {
        // Looked up once more: between finding and signalling the pid may have gone to a stranger.
        if (readStat(member.pid)?.startTime === member.startTime) sendSignal(member.pid, signal);
      }
      return Promise.resolve();
    },
  };
}

function findMembers(root: TreeRoot, alive: readonly Stat[], known: ReadonlyMap<number, string>): Stat[] {
  const mark = `${root.mark.name}=${root.mark.value}`;
  const members = new Set<number>();
  for (const stat of alive) {
    const isKnown = known.get(stat.pid) === stat.startTime;
    if (isKnown || stat.pid === root.pid || stat.group === root.pid || stat.session === root.pid)
      members.add(stat.pid);
    else if (carriesMark(stat.pid, mark)) members.add(stat.pid);
  }
  // A child may come before its parent in the list once pids have wrapped round, so repeat until nothing is added.
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const stat of alive) if (members.has(stat.parent)) members.add(stat.pid);
  }
  return alive.filter((stat) => members.has(stat.pid));
}

/** We may have been started by somebody's process ourselves; stopping that one must not end its runner. */
function isAliveAndNotUs(stat: Stat): boolean {
  return stat.state !== 'Z' && stat.state !== 'X' && stat.pid !== process.pid;
}

function readAllStats(): Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat !== undefined);
}

/** Small synchronous reads of /proc cost a tenth of promised ones (measured). */
function readStat(pid: number): Stat | undefined {
  const text = readProc(`/proc/${String(pid)}/stat`);
  if (text === undefined) return undefined;
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const nameEnd = text.lastIndexOf(')');
  const name = text.slice(text.indexOf('(') + 1, nameEnd);
  const [state = '', parent, group, session, ...rest] = text.slice(nameEnd + 2).split(' ');
  return {
    pid,
    state,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    // Field 22 of the line, in clock ticks since boot.
    startTime: rest[15] ?? '',
    name,
  };
}

function carriesMark(pid: number, mark: string): boolean {
  const text = readProc(`/proc/${String(pid)}/environ`);
  return text !== undefined && `\0${text}`.includes(`\0${mark}\0`);
}

/** The content, or undefined for a process that is gone or not ours to look into. */
function readProc(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}

function toMember({ pid, startTime, name }: Stat): TreeMember {
  const line = readProc(`/proc/${String(pid)}/cmdline`)
    ?.replaceAll('\0', ' ')
    .trim();
  return { pid, startTime, command: line === undefined || line === '' ? name : line };
}

function sendSignal(pid: number, signal: string): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Gone in the meantime is what we want; not ours to signal will show as a survivor.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
