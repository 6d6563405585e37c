import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** A process that this test process started, directly or not, and that still lives. */
export interface LeakedProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/**
 * Everything started from here inherits this mark, so that also a process that has left its parent and its session is
 * found. It begins with the mark of an outer test process, which thereby knows its grandchildren.
 */
const mark = [process.env['PROCESSION_TEST_NONCE'], randomUUID()].filter(Boolean).join('+');
process.env['PROCESSION_TEST_NONCE'] = mark;

/** Finds what this process has started and not ended. Only Linux tells; elsewhere nothing is found. */
export async function findLeakedProcesses(): Promise<LeakedProcess[]> {
  if (process.platform !== 'linux') return [];
  const entries = await readdir('/proc');
  const pids = entries.map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const found = (await Promise.all(pids.map(readProcess))).filter((entry) => entry !== undefined);
  const alive = found.filter((entry) => entry.state !== 'Z');
  const descendants = descendantsOf(process.pid, alive);
  return alive
    .filter((entry) => entry.isMarked || descendants.has(entry.pid))
    .map(({ pid, commandLine }) => ({ pid, commandLine }));
}

interface ProcessEntry extends LeakedProcess {
  readonly parentPid: number;
  readonly state: string;
  readonly isMarked: boolean;
}

async function readProcess(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const [stat, commandLine, environment] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readEnvironment(pid),
    ]);
    // `pid (name) state ppid …`, where the name may contain anything, parentheses included.
    const [state = '', parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      parentPid: Number(parentPid),
      state,
      commandLine: commandLine.replaceAll('\0', ' ').trim(),
      isMarked: environment.includes(`PROCESSION_TEST_NONCE=${mark}`),
    };
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return undefined; // It has ended meanwhile.
    throw error;
  }
}

/** Nothing for a process of another user, which then is none of ours. */
async function readEnvironment(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/environ`, 'utf8');
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM')) return '';
    throw error;
  }
}

function descendantsOf(ancestor: number, entries: readonly ProcessEntry[]): Set<number> {
  const found = new Set([ancestor]);
  let before: number;
  do {
    before = found.size;
    for (const entry of entries) if (found.has(entry.parentPid)) found.add(entry.pid);
  } while (found.size > before);
  return found;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
