import type { Stats } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { RunnerError } from './runnerError.ts';

const OTHERS_MODE_BITS = 0o077;

/** Makes sure the directory is there, for this user only. Refuses one that is open to others instead of changing it. */
export async function makePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  throwIfOpenToOthers(directory, await stat(directory));
}

/**
 * Throws `UNAUTHORIZED` when somebody else owns the path or could read it: whoever controls it could have this user's
 * commands run by another program. On Windows the user's profile directory is what protects it.
 */
export function throwIfOpenToOthers(target: string, stats: Stats): void {
  if (process.getuid === undefined) return;
  const uid = process.getuid();
  if (stats.uid !== uid) {
    throw new RunnerError(
      'UNAUTHORIZED',
      `"${target}" belongs to another user (uid ${stats.uid}, not ${uid}), so it is not used. ` +
        `Choose another directory for Procession's state.`,
    );
  }
  if ((stats.mode & OTHERS_MODE_BITS) === 0) return;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
  const privateMode = stats.isDirectory() ? '700' : '600';
  throw new RunnerError(
    'UNAUTHORIZED',
    `"${target}" is open to other users (mode ${mode}), so it is not used. Close it with: chmod ${privateMode} "${target}"`,
  );
}
