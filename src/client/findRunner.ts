import type { Clock } from '../base/clock.ts';
import { errorText } from '../base/errorText.ts';
import type { Logger } from '../base/logger.ts';
import { PROTOCOL_VERSION } from '../protocol/limits.ts';
import type { RunnerFile } from '../protocol/runnerFile.ts';
import { connectSocket } from './connectSocket.ts';
import { hasErrorCode } from './errorCode.ts';
import { isAlive } from './isAlive.ts';
import { openConnection, type ClientIdentity } from './openConnection.ts';
import { protocolMismatch } from './protocolMismatch.ts';
import { readRunnerFile } from './readRunnerFile.ts';
import type { RunnerConnection } from './runnerConnection.ts';
import { RunnerError } from './runnerError.ts';

/** Which runner is meant, and who asks. */
export interface RunnerLookup {
  readonly stateDir: string;
  readonly client: ClientIdentity;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A local socket connects at once, or nobody accepts: a runner that hangs, or none. */
const CONNECT_TIMEOUT_MS = 2_000;

/**
 * Connects to the live runner of a state directory; `undefined` when none is there or the one there is just ending.
 * Never starts one: a question must not bring a runner to life. Throws a `RunnerError` when something is there that
 * cannot be used, and says what to do about it.
 */
export async function findRunner(lookup: RunnerLookup): Promise<RunnerConnection | undefined> {
  const file = await readFileOrWarn(lookup);
  if (file === undefined) return undefined;
  try {
    return await connectTo(file, lookup);
  } catch (error) {
    // Asked only now: a runner in another container, which shares the directory, has no process id here.
    if (isAbsence(error) || !isAlive(file.pid)) return undefined;
    if (await wasReplaced(file, lookup)) return findRunner(lookup);
    throw explain(error, file);
  }
}

/** A file that makes no sense must not lock the user out for good: the next runner to start writes it anew. */
async function readFileOrWarn({ stateDir, logger }: RunnerLookup): Promise<RunnerFile | undefined> {
  try {
    return await readRunnerFile(stateDir);
  } catch (error) {
    if (!(error instanceof RunnerError) || error.code !== 'BAD_ANSWER') throw error;
    logger.warn(`Ignored the runner's file: ${error.message}`);
    return undefined;
  }
}

async function connectTo(
  { socketPath, token }: RunnerFile,
  { client, clock, logger }: RunnerLookup,
): Promise<RunnerConnection> {
  const socket = await connectSocket(socketPath, clock, CONNECT_TIMEOUT_MS);
  return openConnection({ streams: { readable: socket, writable: socket }, client, clock, token, logger });
}

function isAbsence(error: unknown): boolean {
  if (hasErrorCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'ENOTSOCK')) return true;
  return (
    error instanceof RunnerError && (error.code === 'CONNECTION_CLOSED' || error.code === 'SHUTTING_DOWN')
  );
}

/** Between reading the file and connecting, one runner may have ended and another begun. */
async function wasReplaced(file: RunnerFile, lookup: RunnerLookup): Promise<boolean> {
  const now = await readFileOrWarn(lookup);
  return now !== undefined && now.token !== file.token;
}

function explain(error: unknown, file: RunnerFile): RunnerError {
  if (file.protocolVersion !== PROTOCOL_VERSION) return protocolMismatch(file);
  const code = error instanceof RunnerError ? error.code : 'CONNECTION_CLOSED';
  return new RunnerError(
    code,
    `The runner (process ${file.pid}) cannot be reached at "${file.socketPath}": ${errorText(error)}`,
  );
}
