import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProcessTree, TreeMember, TreeRoot } from './processTree.ts';

const run = promisify(execFile);

interface Row {
  ProcessId: number;
  ParentProcessId: number;
  CreationDate: string | null;
  CommandLine: string | null;
  Name: string;
}

const QUERY =
  'Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,CreationDate,CommandLine,Name | ConvertTo-Json -Compress';

/**
 * Windows: parents are looked up through CIM, and there are no signals: whatever is asked for, `taskkill` is told to end
 * the members, by force for SIGKILL.
 */
export function openWindowsProcessTree(root: TreeRoot): ProcessTree {
  const known = new Map<number, string>();
  return {
    members: async () => {
      const found = findMembers(root.pid, await readRows(), known);
      for (const row of found) known.set(row.ProcessId, row.CreationDate ?? '');
      return found.map(toMember);
    },
    signal: async (signal, members) => {
      const force = signal === 'SIGKILL' ? ['/F'] : [];
      for (const { pid } of members) {
        // Its exit code tells that a process is gone, or that a console program does not listen: `members` shows which.
        await run('taskkill', ['/PID', String(pid), '/T', ...force], { windowsHide: true }).catch(
          () => undefined,
        );
      }
    },
  };
}

function findMembers(rootPid: number, alive: readonly Row[], known: ReadonlyMap<number, string>): Row[] {
  const members = new Set(
    alive
      .filter((row) => row.ProcessId === rootPid || known.get(row.ProcessId) === (row.CreationDate ?? ''))
      .map((row) => row.ProcessId),
  );
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const row of alive) if (members.has(row.ParentProcessId)) members.add(row.ProcessId);
  }
  return alive.filter((row) => members.has(row.ProcessId));
}

async function readRows(): Promise<Row[]> {
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', QUERY], {
    windowsHide: true,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Row[];
}

function toMember(row: Row): TreeMember {
  return { pid: row.ProcessId, startTime: row.CreationDate ?? '', command: row.CommandLine ?? row.Name };
}
