import { access } from 'node:fs/promises';
import path from 'node:path';
import { delay } from '../base/clock.ts';
import { errorText } from '../base/errorText.ts';
import { EXIT_ALREADY_SERVED } from '../protocol/runnerFile.ts';
import { findRunner, type RunnerLookup } from './findRunner.ts';
import { launchRunner, type Launch, type LaunchEnd } from './launchRunner.ts';
import { makePrivateDirectory } from './privatePath.ts';
import type { RunnerConnection } from './runnerConnection.ts';
import { RunnerError } from './runnerError.ts';
import { readLogTail } from './runnerLog.ts';
import type { RunnerProgram } from './runnerProgram.ts';

/** A Node starts within 100 ms; a machine under heavy load, or one that scans every new file, takes far longer. */
const START_TIMEOUT_MS = 15_000;

/** Short against the start, and cheap: one look at a small file. */
const POLL_INTERVAL_MS = 25;

/**
 * How long another runner, to which ours gave way, may take to answer before ours is started once more: the other one
 * may have been on its way out.
 */
const RELAUNCH_AFTER_MS = 1_000;

/**
 * Starts a runner for a state directory and connects to it, or to the one that was faster. Rejects with
 * `RUNNER_START_FAILED`, with the end of its log, when it ends or does not come to answer.
 */
export async function startRunner(lookup: RunnerLookup, program: RunnerProgram): Promise<RunnerConnection> {
  const at = { ...lookup, stateDir: path.resolve(lookup.stateDir) };
  await makePrivateDirectory(at.stateDir);
  await throwIfMissing(program.runnerPath);
  const deadlineMs = at.clock.nowMs() + START_TIMEOUT_MS;
  for (;;) {
    const launch = await launchRunner(program, at.stateDir, at.logger);
    const outcome = await waitForRunner(at, launch, deadlineMs);
    if (outcome.kind === 'found') return outcome.connection;
    if (outcome.kind === 'failed') throw await startFailure(program, launch, outcome.end);
  }
}

type Outcome =
  | { kind: 'found'; connection: RunnerConnection }
  | { kind: 'gaveWay' }
  | { kind: 'failed'; end: LaunchEnd | undefined };

async function waitForRunner(lookup: RunnerLookup, launch: Launch, deadlineMs: number): Promise<Outcome> {
  const { clock } = lookup;
  let gaveWayAtMs: number | undefined;
  while (clock.nowMs() < deadlineMs) {
    // Looked at before the search: if it has ended by now, what the search finds is the final word.
    const end = launch.end();
    const connection = await findRunner(lookup);
    if (connection !== undefined) return { kind: 'found', connection };
    if (end !== undefined && !hasGivenWay(end)) return { kind: 'failed', end };
    if (end !== undefined) gaveWayAtMs ??= clock.nowMs();
    if (gaveWayAtMs !== undefined && clock.nowMs() - gaveWayAtMs >= RELAUNCH_AFTER_MS)
      return { kind: 'gaveWay' };
    await delay(clock, POLL_INTERVAL_MS);
  }
  return { kind: 'failed', end: undefined };
}

function hasGivenWay(end: LaunchEnd): boolean {
  return end.kind === 'exited' && end.code === EXIT_ALREADY_SERVED;
}

async function throwIfMissing(runnerPath: string): Promise<void> {
  try {
    await access(runnerPath);
  } catch (error) {
    throw new RunnerError('RUNNER_START_FAILED', `The runner's program cannot be read: ${errorText(error)}`);
  }
}

async function startFailure(
  { execPath }: RunnerProgram,
  { log, pid }: Launch,
  end: LaunchEnd | undefined,
): Promise<RunnerError> {
  if (end?.kind === 'notStarted') {
    return new RunnerError(
      'RUNNER_START_FAILED',
      `The runner could not be started with "${execPath}": ${end.error.message}`,
    );
  }
  const what =
    end === undefined
      ? `The runner (process ${pid ?? 'unknown'}) did not come to answer within ${START_TIMEOUT_MS / 1000} seconds.`
      : `The runner ended at its start (${end.signal ?? `exit code ${end.code ?? 'unknown'}`}).`;
  const tail = await readLogTail(log);
  const said = tail === '' ? 'It wrote nothing to its log' : `The end of its log says:\n${tail}\nThe log`;
  return new RunnerError('RUNNER_START_FAILED', `${what} ${said}: ${log.path}`);
}
