import type { ProcessError } from '../../protocol/process.ts';

/** Why a command could not be started, as a sentence that names the thing and says what to do. */
export function spawnFailure(errno: string, file: string, cwd: string): ProcessError {
  return { code: 'SPAWN_FAILED', errno, message: sentence(errno, file, cwd) };
}

/** The working directory is looked at before the command: the system reports both faults by the same errno. */
export function cwdFailure(errno: string, cwd: string): ProcessError {
  const message =
    errno === 'ENOENT'
      ? `The working directory "${cwd}" does not exist.`
      : errno === 'ENOTDIR'
        ? `The working directory "${cwd}" is not a directory.`
        : `The working directory "${cwd}" cannot be entered (${errno}).`;
  return { code: 'SPAWN_FAILED', errno, message };
}

function sentence(errno: string, file: string, cwd: string): string {
  switch (errno) {
    case 'ENOENT':
      return file.includes('/')
        ? `The command "${file}" does not exist, or the interpreter in its first line does not (in ${cwd}).`
        : `The command "${file}" was not found on PATH.`;
    case 'EACCES':
      return `The command "${file}" may not be executed: it is a directory or lacks the execute permission.`;
    case 'E2BIG':
      return `The arguments and environment of "${file}" are longer than this system allows; pass the data in a file or on standard input.`;
    case 'ENOEXEC':
      return `"${file}" is not a program this system can execute.`;
    case 'EMFILE':
    case 'ENFILE':
      return `"${file}" was not started: too many files are open (${errno}). Stop some processes or raise the limit.`;
    case 'EAGAIN':
    case 'ENOMEM':
      return `"${file}" was not started: the system has no room for another process (${errno}).`;
    default:
      return `"${file}" could not be started (${errno}).`;
  }
}
