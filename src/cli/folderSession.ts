import { realpath } from 'node:fs/promises';
import type { RunnerConnection } from '../client/runnerConnection.ts';
import type { SessionInfo } from '../protocol/session.ts';
import { chooseSession } from './chooseSession.ts';

/** The session that a folder belongs to, if the runner has one. */
export async function findFolderSession(
  connection: RunnerConnection,
  folder: string,
): Promise<SessionInfo | undefined> {
  const sessions = await connection.request('session/list', {});
  const resolved = await Promise.all(
    sessions.map(async (session) => ({ session, cwd: await resolveLinks(session.cwd) })),
  );
  return chooseSession(resolved, folder)?.session;
}

/** Joins the session that a folder belongs to; without one, opens its own, named by its path. */
export async function joinFolderSession(connection: RunnerConnection, folder: string): Promise<SessionInfo> {
  const found = await findFolderSession(connection, folder);
  // Without a cwd: joining must not move the session.
  const params = found === undefined ? { name: folder, cwd: folder } : { name: found.name };
  const { session } = await connection.request('session/open', params);
  return session;
}

/** A folder that is gone, or cannot be seen, is compared as it is written. */
async function resolveLinks(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    return folder;
  }
}
