import type { ExitStatus, ProcessError } from '../../protocol/process.ts';
import type { ChildCommand } from './child.ts';
import { cwdFailure, spawnFailure } from './spawnFailure.ts';

/** What node-pty's forked child prints with `perror` and then exits with code 1, when it cannot become the command. */
const EXEC_FAILURE = /^(chdir|execvp)\(2?3?\) failed\.: (.+?)\r?\n$/;

/** Longer than any such line. */
const LONGEST_LINE = 200;

/** Less than this tells nothing, and must not be held back: it may be the echo of a key. */
const SHORTEST_BEGINNING = 8;

const NO_BYTES = new Uint8Array();

/** The errnos that strerror(3) of glibc names so. */
const ERRNO_OF_TEXT: Readonly<Record<string, string>> = {
  'No such file or directory': 'ENOENT',
  'Not a directory': 'ENOTDIR',
  'Permission denied': 'EACCES',
  'Argument list too long': 'E2BIG',
  'Exec format error': 'ENOEXEC',
  'Text file busy': 'ETXTBSY',
  'Too many levels of symbolic links': 'ELOOP',
  'Cannot allocate memory': 'ENOMEM',
  'Operation not permitted': 'EPERM',
};

/**
 * On a terminal the exec happens after the fork has been reported as a success, and its failure shows only as text on
 * the terminal and exit code 1. This recognises that text while it is all there is, so that a terminal reports the same
 * `SPAWN_FAILED` as pipes do.
 */
export class ExecFailureWatch {
  private readonly command: ChildCommand;
  private seen: Buffer | undefined = Buffer.alloc(0);

  constructor(command: ChildCommand) {
    this.command = command;
  }

  /** Gives what is to be shown: nothing while it may be such a text, everything held back once it is not. */
  observe(bytes: Uint8Array): Uint8Array {
    if (this.seen === undefined) return bytes;
    const seen = Buffer.concat([this.seen, bytes]);
    if (couldBecomeFailure(seen)) {
      this.seen = seen;
      return NO_BYTES;
    }
    this.seen = undefined;
    return seen;
  }

  /** What is held back because it looked like such a text and was not. */
  rest(): Uint8Array {
    const rest = this.seen ?? NO_BYTES;
    this.seen = undefined;
    return rest;
  }

  /** The failure, if the child has printed nothing else and ended as such a child does. */
  failureAfter(exit: ExitStatus): ProcessError | undefined {
    if (this.seen === undefined || !('code' in exit) || exit.code !== 1) return undefined;
    const [, call, text = ''] = EXEC_FAILURE.exec(this.seen.toString('latin1')) ?? [];
    const errno = ERRNO_OF_TEXT[text];
    if (errno === undefined) return undefined;
    const { file, cwd } = this.command;
    return call === 'chdir' ? cwdFailure(errno, cwd) : spawnFailure(errno, file, cwd);
  }
}

function couldBecomeFailure(seen: Buffer): boolean {
  if (seen.length < SHORTEST_BEGINNING || seen.length > LONGEST_LINE) return false;
  const text = seen.toString('latin1');
  return ['chdir(2) failed.: ', 'execvp(3) failed.: '].some(
    (start) => start.startsWith(text) || (text.startsWith(start) && !/\n[^]/.test(text)),
  );
}
