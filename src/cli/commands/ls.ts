import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import type { CliContext } from '../cliContext.ts';
import { findFolderSession } from '../folderSession.ts';
import { formatProcesses } from '../formatProcesses.ts';
import { terminalSize } from '../terminalSize.ts';
import { writeAll } from '../writeAll.ts';

export interface LsOptions {
  readonly json: boolean;
  /** Of every session instead of this folder's. */
  readonly all: boolean;
  readonly stateDir?: string | undefined;
}

/** `procession ls`: shows the processes there are. Starts no runner: without one there are none. */
export async function ls(context: CliContext, options: LsOptions): Promise<number> {
  const connection = await context.runner.find(options.stateDir);
  if (connection === undefined) {
    await writeAll(context.stdout, options.json ? '[]\n' : 'No runner is running.\n');
    return 0;
  }
  try {
    await writeAll(context.stdout, await describe(context, connection, options));
    return 0;
  } finally {
    connection.dispose();
  }
}

async function describe(
  context: CliContext,
  connection: RunnerConnection,
  { json, all }: LsOptions,
): Promise<string> {
  const processes = all
    ? await connection.request('process/list', {})
    : await listOfFolder(connection, context.currentFolder());
  if (json) return `${JSON.stringify(processes, null, 2)}\n`;
  if (processes.length === 0) {
    return all
      ? 'There are no processes.\n'
      : 'This folder has no processes. Those of others are shown with --all.\n';
  }
  return formatProcesses(processes, {
    nowMs: context.clock.nowMs(),
    width: terminalSize(context.stdout)?.cols,
    folderOf: all ? await folderNames(connection) : undefined,
  });
}

async function listOfFolder(connection: RunnerConnection, folder: string): Promise<ProcessInfo[]> {
  const session = await findFolderSession(connection, folder);
  return session === undefined ? [] : connection.request('process/list', { sessionId: session.id });
}

async function folderNames(connection: RunnerConnection): Promise<(sessionId: string) => string> {
  const sessions = await connection.request('session/list', {});
  const folders = new Map(sessions.map(({ id, cwd }) => [id, cwd]));
  return (sessionId) => folders.get(sessionId) ?? '-';
}
