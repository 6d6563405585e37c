import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProcessError } from '../../protocol/process.ts';
import type { ChildCommand } from './child.ts';
import { cwdFailure, spawnFailure } from './spawnFailure.ts';

/** The absolute file that a command means, or why there is none. */
export type ResolvedCommand = { kind: 'found'; file: string } | { kind: 'missing'; error: ProcessError };

/**
 * Finds what would be executed, the way `execvp` does: a name with a slash is a path below the working directory, any
 * other is looked up on the child's own PATH. Asking first gives pipes and terminals the same errors; whatever changes
 * between here and the fork is still reported by the fork itself.
 */
export async function resolveCommand(command: ChildCommand): Promise<ResolvedCommand> {
  const cwdErrno = await directoryErrno(command.cwd);
  if (cwdErrno !== undefined) return { kind: 'missing', error: cwdFailure(cwdErrno, command.cwd) };

  let errno = 'ENOENT';
  for (const candidate of candidates(command)) {
    const fault = await executableErrno(candidate);
    if (fault === undefined) return { kind: 'found', file: candidate };
    // A file that is there and may not be executed tells more than the places where there is none.
    if (fault !== 'ENOENT' && fault !== 'ENOTDIR') errno = fault;
  }
  return { kind: 'missing', error: spawnFailure(errno, command.file, command.cwd) };
}

function candidates({ file, cwd, env }: ChildCommand): string[] {
  if (file.includes('/')) return [path.resolve(cwd, file)];
  // An empty entry means the working directory, as it always has.
  return (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin')
    .split(':')
    .map((dir) => path.resolve(cwd, dir, file));
}

async function directoryErrno(directory: string): Promise<string | undefined> {
  try {
    if (!(await stat(directory)).isDirectory()) return 'ENOTDIR';
    await access(directory, constants.X_OK);
    return undefined;
  } catch (error) {
    return errnoOf(error);
  }
}

async function executableErrno(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return 'EACCES';
    await access(file, constants.X_OK);
    return undefined;
  } catch (error) {
    return errnoOf(error);
  }
}

/** The errno of a system error; anything else is a fault in our own code and goes on up. */
export function errnoOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
