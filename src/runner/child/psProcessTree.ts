import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProcessTree, TreeMember, TreeRoot } from './processTree.ts';

const run = promisify(execFile);

interface Row extends TreeMember {
  parent: number;
  group: number;
  state: string;
}

/**
 * macOS and other Unix systems, through `ps`. Members are those of the child's process group and their descendants, with
 * all that were ever seen; the environment of other processes is not readable there.
 */
export function openPsProcessTree(root: TreeRoot): ProcessTree {
  const known = new Map<number, string>();
  let rootStartTime: string | undefined;
  return {
    members: async () => {
      const alive = (await readRows()).filter((row) => !row.state.startsWith('Z') && row.pid !== process.pid);
      const leader = alive.find(({ pid }) => pid === root.pid);
      rootStartTime ??= leader?.startTime;
      // The system gives a pid to somebody else only when no group of that number is left.
      const isRecycled = leader !== undefined && leader.startTime !== rootStartTime;
      const found = findMembers(alive, isRecycled ? undefined : root.pid, known);
      for (const row of found) known.set(row.pid, row.startTime);
      return found.map(({ pid, startTime, command }) => ({ pid, startTime, command }));
    },
    signal: (signal, members) => {
      for (const { pid } of members) sendSignal(pid, signal);
      return Promise.resolve();
    },
  };
}

function findMembers(
  alive: readonly Row[],
  rootPid: number | undefined,
  known: ReadonlyMap<number, string>,
): Row[] {
  const members = new Set(
    alive
      .filter(
        ({ pid, group, startTime }) => [pid, group].includes(rootPid ?? NaN) || known.get(pid) === startTime,
      )
      .map((row) => row.pid),
  );
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const row of alive) if (members.has(row.parent)) members.add(row.pid);
  }
  return alive.filter((row) => members.has(row.pid));
}

/** `lstart` is five words, such as `Sat Nov 21 10:00:00 2026`; to the second, which is as near as `ps` can tell. */
const ROW = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/;

async function readRows(): Promise<Row[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,state=,lstart=,command='], {
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, group, state = '', startTime = '', command = ''] = ROW.exec(line) ?? [];
    if (pid === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), state, startTime, command }];
  });
}

function sendSignal(pid: number, signal: string): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
