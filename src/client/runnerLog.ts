import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../base/logger.ts';
import { RUNNER_LOG_NAME } from '../protocol/runnerFile.ts';
import { hasErrorCode } from './errorCode.ts';

/** A log larger than this is put aside at the next start, so two files of about this size are the most there is. */
const MAX_LOG_BYTES = 1024 * 1024;

/** As much of a log as a person reads in an error message. */
const TAIL_LINES = 15;
const TAIL_BYTES = 4096;

/** The log that a starting runner writes to. */
export interface RunnerLog {
  readonly path: string;
  readonly handle: FileHandle;
  /** Where the new runner's part begins. */
  readonly startBytes: number;
}

/** Opens a state directory's log for appending, having put aside one that has grown too large. */
export async function openRunnerLog(stateDir: string, logger: Logger): Promise<RunnerLog> {
  const file = path.join(stateDir, RUNNER_LOG_NAME);
  await putAsideWhenLarge(file, logger);
  const handle = await open(file, 'a', 0o600);
  return { path: file, handle, startBytes: (await handle.stat()).size };
}

/** The last lines that were written since the log was opened. */
export async function readLogTail({ path: file, startBytes }: Omit<RunnerLog, 'handle'>): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(startBytes, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  } finally {
    await handle.close();
  }
}

async function putAsideWhenLarge(file: string, logger: Logger): Promise<void> {
  try {
    const { size } = await stat(file);
    if (size > MAX_LOG_BYTES) await rename(file, `${file}.1`);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return;
    // Windows keeps the file of a runner that still writes to it. A log that is too large is better than no runner.
    logger.warn(`The runner's log could not be put aside: ${String(error)}`);
  }
}
