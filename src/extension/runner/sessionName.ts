import { realpath } from 'node:fs/promises';
import type { ParamsOf } from '../../protocol/protocol.ts';

/**
 * The session of a window: the workspace's first folder by its real path, so that every window and every terminal that
 * has it open under whatever name means the same one. A window without a folder shares one session with its like.
 */
export async function sessionFor(
  folder: string | undefined,
  homeDir: string,
): Promise<ParamsOf<'session/open'>> {
  if (folder === undefined) return { name: 'default', cwd: homeDir };
  const cwd = await realpath(folder);
  return { name: cwd, cwd };
}
