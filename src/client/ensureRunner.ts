import { withTimeLimit } from '../base/clock.ts';
import { findRunner, type RunnerLookup } from './findRunner.ts';
import type { RunnerConnection } from './runnerConnection.ts';
import { RunnerError } from './runnerError.ts';
import type { RunnerProgram } from './runnerProgram.ts';
import { startRunner } from './startRunner.ts';

/** An idle runner has nothing to stop and ends at once; a machine under load may need longer. */
const SHUTDOWN_TIMEOUT_MS = 10_000;

/**
 * Connects to the runner of a state directory, starting one if there is none. One of another build than `buildId` is
 * replaced while it is idle; with active processes it is used as it is, since stopping them is not ours to decide.
 */
export async function ensureRunner(
  lookup: RunnerLookup,
  program: RunnerProgram,
  buildId?: string,
): Promise<RunnerConnection> {
  const found = await findRunner(lookup);
  if (found === undefined) return startRunner(lookup, program);
  if (buildId === undefined || found.greeting.runner.buildId === buildId) return found;
  if (!(await retireWhenIdle(found, lookup))) return found;
  return startRunner(lookup, program);
}

/** Whether the runner is gone, or on its way out, and the connection with it. */
async function retireWhenIdle(
  connection: RunnerConnection,
  { clock, logger }: RunnerLookup,
): Promise<boolean> {
  const { pid, version, buildId } = connection.greeting.runner;
  // Its process id would tell less: an ended process keeps it until its parent looks.
  const closed = new Promise((resolve) => connection.onDidClose(resolve));
  if (!(await askToEnd(connection))) return false;
  logger.info(`Replacing the idle runner ${version} (build ${buildId}, process ${pid})`);
  await withTimeLimit(clock, SHUTDOWN_TIMEOUT_MS, closed);
  connection.dispose();
  return true;
}

async function askToEnd(connection: RunnerConnection): Promise<boolean> {
  try {
    await connection.request('runner/shutdown', { onlyIfIdle: true });
    return true;
  } catch (error) {
    if (error instanceof RunnerError && error.code === 'RUNNER_BUSY') return false;
    // It ends already, by itself or because somebody else asked.
    if (error instanceof RunnerError && ['CONNECTION_CLOSED', 'SHUTTING_DOWN'].includes(error.code))
      return true;
    connection.dispose();
    throw error;
  }
}
