import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Longest path of a Unix socket: 108 bytes with the final NUL on Linux, 104 on the BSDs and macOS. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/**
 * Where a daemon listens. In the state directory, which only its user may enter; where that path is too long for a
 * socket, in a new private directory for temporary files. On Windows a pipe whose name cannot be guessed.
 */
export function chooseSocketPath(stateDir: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\procession-${randomBytes(16).toString('hex')}`;
  const inStateDir = path.join(stateDir, 'runner.sock');
  if (Buffer.byteLength(inStateDir) <= MAX_SOCKET_PATH_BYTES) return inStateDir;
  return path.join(mkdtempSync(path.join(tmpdir(), 'procession-')), 'runner.sock');
}

/** Removes a socket that nobody listens on any more, and the directory that was made for it alone. */
export function removeSocket(socketPath: string, stateDir: string): void {
  if (process.platform === 'win32') return;
  rmSync(socketPath, { force: true });
  const directory = path.dirname(socketPath);
  if (directory === stateDir) return;
  try {
    rmdirSync(directory);
  } catch {
    // Gone already, or not empty and so not ours.
  }
}
