import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { RunnerError } from '../../client/runnerError.ts';
import type { ProcessInfo, StopSpec } from '../../protocol/process.ts';
import type { CliContext } from '../cliContext.ts';
import { EXIT_FAILURE } from '../exitCodes.ts';
import { findFolderSession } from '../folderSession.ts';
import { formatStopResults, type StopResult } from '../formatStopResults.ts';
import { isActive } from '../isActive.ts';
import { resolveTarget } from '../resolveTarget.ts';
import { writeAll } from '../writeAll.ts';

export interface StopOptions {
  /** Ids, or names and titles. Without any, everything that `all` takes in. */
  readonly targets: readonly string[];
  /** Of every session instead of this folder's. */
  readonly all: boolean;
  readonly json: boolean;
  readonly signal?: string | undefined;
  readonly graceMs?: number | undefined;
  readonly stateDir?: string | undefined;
}

/** `procession stop`: ends processes, verified; resolves with 0 when all that were named have ended. */
export async function stop(context: CliContext, options: StopOptions): Promise<number> {
  const results = await stopAll(context, options);
  const { text, complaints } = formatStopResults(results);
  if (options.json) await writeAll(context.stdout, `${JSON.stringify(results, null, 2)}\n`);
  else {
    await writeAll(context.stdout, text);
    await writeAll(context.stderr, complaints);
  }
  return results.every(({ ok }) => ok) ? 0 : EXIT_FAILURE;
}

async function stopAll(context: CliContext, options: StopOptions): Promise<StopResult[]> {
  const connection = await context.runner.find(options.stateDir);
  if (connection === undefined) {
    const error = { code: 'RUNNER_NOT_FOUND', message: 'no runner is running, so there is nothing to stop.' };
    return options.targets.map((target) => ({ target, ok: false, error }));
  }
  try {
    const processes = await connection.request('process/list', {});
    if (options.targets.length === 0) {
      const active = processes.filter(isActive);
      return await Promise.all(
        active.map((process) => stopOne(connection, process, { ...options, target: process.id })),
      );
    }
    const session = options.all ? undefined : await findFolderSession(connection, context.currentFolder());
    const hasNamesFrom = ({ sessionId }: ProcessInfo): boolean => options.all || sessionId === session?.id;
    return await Promise.all(
      options.targets.map((target) =>
        stopTarget(connection, processes, { ...options, target, hasNamesFrom }),
      ),
    );
  } finally {
    connection.dispose();
  }
}

interface OneTarget extends StopOptions {
  readonly target: string;
}

async function stopTarget(
  connection: RunnerConnection,
  processes: readonly ProcessInfo[],
  options: OneTarget & { hasNamesFrom: (process: ProcessInfo) => boolean },
): Promise<StopResult> {
  const { target, all } = options;
  const resolved = resolveTarget(processes, target, options.hasNamesFrom);
  switch (resolved.kind) {
    case 'found':
      return await stopOne(connection, resolved.process, options);
    case 'unknown': {
      const where = all ? '' : ' in this folder; --all looks in every one';
      const message = `there is no process "${target}"${where}.`;
      return { target, ok: false, error: { code: 'NO_SUCH_PROCESS', message } };
    }
    case 'ambiguous': {
      const message = `"${target}" could be any of ${resolved.matches.length} processes; say which by its id.`;
      return { target, ok: false, error: { code: 'AMBIGUOUS', message }, matches: resolved.matches };
    }
  }
}

async function stopOne(
  connection: RunnerConnection,
  process: ProcessInfo,
  { target, signal, graceMs }: OneTarget,
): Promise<StopResult> {
  if (!isActive(process)) return { target, ok: true, hadEnded: true, process };
  const how: StopSpec = {
    ...(signal === undefined ? {} : { signal }),
    ...(graceMs === undefined ? {} : { graceMs }),
  };
  try {
    const stopped = await connection.request('process/stop', { processId: process.id, ...how });
    return { target, ok: true, hadEnded: false, process: stopped };
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    // It ended by itself just now, which is what was wanted.
    if (error.code === 'PROCESS_NOT_ACTIVE') return { target, ok: true, hadEnded: true, process };
    return { target, ok: false, error: { code: error.code, message: error.message }, process };
  }
}
