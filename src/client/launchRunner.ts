import { spawn } from 'node:child_process';
import type { Logger } from '../base/logger.ts';
import { openRunnerLog, type RunnerLog } from './runnerLog.ts';
import { runnerArguments, runnerEnvironment, type RunnerProgram } from './runnerProgram.ts';

/** How a started program ended, as far as its starter saw. */
export type LaunchEnd =
  | { readonly kind: 'notStarted'; readonly error: Error }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A program that was started and not waited for. */
export interface Launch {
  readonly pid: number | undefined;
  readonly log: Omit<RunnerLog, 'handle'>;
  /** Set once it has ended. */
  readonly end: () => LaunchEnd | undefined;
}

/** Starts a runner that outlives this process: detached, with its own log, in its own directory. */
export async function launchRunner(
  program: RunnerProgram,
  stateDir: string,
  logger: Logger,
): Promise<Launch> {
  const log = await openRunnerLog(stateDir, logger);
  try {
    const child = spawn(program.execPath, runnerArguments(program.runnerPath, stateDir), {
      // Not the workspace: Windows would not let anybody remove it while the runner lives.
      cwd: stateDir,
      detached: true,
      env: runnerEnvironment(program),
      // Files, not pipes: a pipe breaks when this process ends.
      stdio: ['ignore', log.handle.fd, log.handle.fd],
      windowsHide: true,
    });
    let end: LaunchEnd | undefined;
    child.once('error', (error) => (end ??= { kind: 'notStarted', error }));
    child.once('exit', (code, signal) => (end ??= { kind: 'exited', code, signal }));
    child.unref();
    return { pid: child.pid, log: { path: log.path, startBytes: log.startBytes }, end: () => end };
  } finally {
    await log.handle.close();
  }
}
