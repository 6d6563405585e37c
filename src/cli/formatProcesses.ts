import type { ProcessInfo } from '../protocol/process.ts';
import { formatDuration } from './formatDuration.ts';
import { formatTable } from './formatTable.ts';

export interface ProcessTableOptions {
  readonly nowMs: number;
  /** Of the terminal, if there is one. */
  readonly width?: number | undefined;
  /** The folder of a session, for a table of several sessions. */
  readonly folderOf?: ((sessionId: string) => string) | undefined;
}

/** Processes as a table for people: the title comes last, for it may be long. */
export function formatProcesses(
  processes: readonly ProcessInfo[],
  { nowMs, width, folderOf }: ProcessTableOptions,
): string {
  const header = ['ID', 'STATE', 'PID', 'TIME', ...(folderOf === undefined ? [] : ['FOLDER']), 'TITLE'];
  const rows = processes.map((process) => [
    process.id,
    process.state,
    process.pid === undefined ? '-' : String(process.pid),
    formatTime(process, nowMs),
    ...(folderOf === undefined ? [] : [folderOf(process.sessionId)]),
    process.title,
  ]);
  return formatTable([header, ...rows], width);
}

/** How long it has been running, or how it ended. */
function formatTime({ exit, error, cause, startedAtMs, endedAtMs }: ProcessInfo, nowMs: number): string {
  if (error?.code === 'SPAWN_FAILED')
    return `not started${error.errno === undefined ? '' : ` (${error.errno})`}`;
  if (exit !== undefined) return 'code' in exit ? `exit ${exit.code}` : exit.signal;
  if (endedAtMs !== undefined) return cause ?? '-';
  return startedAtMs === undefined ? '-' : formatDuration(Math.max(0, nowMs - startedAtMs));
}
