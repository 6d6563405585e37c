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

/** What is looked at and signalled: the system's own processes, unless a test makes some up. */
export interface ProcSystem {
  /** Where the system tells of its processes. */
  directory: string;
  kill: (pid: number, signal: string) => void;
}

const linux: ProcSystem = { directory: '/proc', kill: (pid, signal) => process.kill(pid, signal) };

/**
 * Linux: everything is in /proc. A process belongs to a run if it is in the child's session or group, or descends from a
 * member, or carries the run's mark in its environment, which it inherits over `setsid` and re-parenting alike.
 */
export function openLinuxProcessTree(root: TreeRoot, system = linux): ProcessTree {
  const known = new Map<number, string>();
  const { directory } = system;
  // A child that is dead and forgotten already has none, and whatever has its pid later is a stranger.
  const rootStartTime = readStat(directory, root.pid)?.startTime;
  return {
    members: () => {
      // Nothing that is older than the child can have come from it; most of a system is.
      const alive = readAllStats(directory).filter(
        (stat) => isAliveAndNotUs(stat) && Number(stat.startTime) >= Number(rootStartTime ?? 0),
      );
      const relatives = findRelatives(alive, { root, rootStartTime, directory });
      const found = findMembers(alive, relatives, known);
      for (const stat of found) known.set(stat.pid, stat.startTime);
      return Promise.resolve(found.map((stat) => toMember(directory, stat)));
    },
    signal: (signal, members) => {
      for (const { pid, startTime } of members) {
        // Looked up once more: between finding and signalling the pid may have gone to a stranger.
        if (readStat(directory, pid)?.startTime === startTime) sendSignal(system, pid, signal);
      }
      return Promise.resolve();
    },
  };
}

interface Kinship {
  root: TreeRoot;
  rootStartTime: string | undefined;
  directory: string;
}

/** The child itself, its group and session, and all that carry its mark. */
function findRelatives(alive: readonly Stat[], { root, rootStartTime, directory }: Kinship): Set<number> {
  const mark = `${root.mark.name}=${root.mark.value}`;
  const leader = alive.find(({ pid }) => pid === root.pid);
  // The system gives a pid to somebody else only when no group or session of that number is left.
  const isRecycled = leader !== undefined && leader.startTime !== rootStartTime;
  const isOfFamily = ({ pid, group, session }: Stat): boolean =>
    !isRecycled && [pid, group, session].includes(root.pid);
  const relatives = alive.filter((stat) => isOfFamily(stat) || carriesMark(directory, stat.pid, mark));
  return new Set(relatives.map(({ pid }) => pid));
}

/** Relatives, those that were seen to be such, and everything that descends from any of them. */
function findMembers(
  alive: readonly Stat[],
  relatives: ReadonlySet<number>,
  known: ReadonlyMap<number, string>,
): Stat[] {
  const members = new Set(relatives);
  for (const { pid, startTime } of alive) if (known.get(pid) === startTime) members.add(pid);
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

function readAllStats(directory: string): Stat[] {
  return readdirSync(directory)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(directory, Number(name)))
    .filter((stat) => stat !== undefined);
}

/** Small synchronous reads of /proc cost a tenth of promised ones (measured). */
function readStat(directory: string, pid: number): Stat | undefined {
  const text = readProc(`${directory}/${String(pid)}/stat`);
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

function carriesMark(directory: string, pid: number, mark: string): boolean {
  const text = readProc(`${directory}/${String(pid)}/environ`);
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

function toMember(directory: string, { pid, startTime, name }: Stat): TreeMember {
  const line = readProc(`${directory}/${String(pid)}/cmdline`)
    ?.replaceAll('\0', ' ')
    .trim();
  return { pid, startTime, command: line === undefined || line === '' ? name : line };
}

function sendSignal(system: ProcSystem, pid: number, signal: string): void {
  try {
    system.kill(pid, signal);
  } catch (error) {
    // Gone in the meantime is what we want; not ours to signal will show as a survivor.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
