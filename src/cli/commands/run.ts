import path from 'node:path';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { RunnerError } from '../../client/runnerError.ts';
import type { EnvironmentLayer, ProcessSpec } from '../../protocol/process.ts';
import { attendProcess, type AttendanceEnd } from '../attendProcess.ts';
import type { CliContext } from '../cliContext.ts';
import { CliError } from '../cliError.ts';
import { signalExitCode, spawnFailureExitCode } from '../exitCodes.ts';
import { joinFolderSession } from '../folderSession.ts';
import { reportEnd } from '../reportEnd.ts';
import { terminalOf, terminalSize } from '../terminalSize.ts';
import { isBrokenPipe, writeAll } from '../writeAll.ts';

export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly pty: boolean;
  readonly keep: boolean;
  readonly name?: string | undefined;
  readonly cwd?: string | undefined;
  readonly stateDir?: string | undefined;
}

/** `procession run`: runs a command under the runner as if it ran here; resolves with its exit code. */
export async function run(context: CliContext, options: RunOptions): Promise<number> {
  const folder = context.currentFolder();
  const connection = await context.runner.ensure(options.stateDir);
  try {
    const session = await joinFolderSession(connection, folder);
    const spec = makeSpec(context, options, folder);
    const { id: processId } = await connection.request('process/spawn', { sessionId: session.id, spec });
    const attended = { connection, processId, isTerminal: options.pty, isKept: options.keep };
    const end = await attendProcess(context, attended);
    return await settle(context, end, attended);
  } catch (error) {
    if (!(error instanceof RunnerError) || error.code !== 'SPAWN_FAILED') throw error;
    throw new CliError(error.message, spawnFailureExitCode(error.errno));
  } finally {
    connection.dispose();
  }
}

function makeSpec(context: CliContext, options: RunOptions, folder: string): ProcessSpec {
  const size = options.pty ? terminalSize(terminalOf(context)) : undefined;
  return {
    command: options.command,
    args: [...options.args],
    ...(options.name === undefined ? {} : { name: options.name }),
    cwd: path.resolve(folder, options.cwd ?? '.'),
    baseEnv: environmentOf(context),
    interactive: options.pty,
    ...size,
    onClientGone: options.keep ? 'keep' : 'stop',
  };
}

/** The command sees the environment that it would see if it ran here. */
function environmentOf({ env }: CliContext): EnvironmentLayer {
  const layer: EnvironmentLayer = {};
  for (const [name, value] of Object.entries(env)) {
    // Windows keeps the current folder of each drive in variables such as "=C:".
    if (value !== undefined && name !== '' && !name.includes('=')) layer[name] = value;
  }
  return layer;
}

async function settle(
  { stderr }: CliContext,
  end: AttendanceEnd,
  { connection, processId, isKept }: { connection: RunnerConnection; processId: string; isKept: boolean },
): Promise<number> {
  switch (end.kind) {
    case 'left':
      return signalExitCode(end.signal);
    case 'brokenPipe':
      if (!isKept) await connection.request('process/stop', { processId });
      return signalExitCode('SIGPIPE');
    case 'ended': {
      const { exitCode, message } = reportEnd(end.process, end.signal);
      const lost =
        end.lostBytes === 0 ? undefined : `${end.lostBytes} bytes of output came too fast and were lost.`;
      for (const sentence of [lost, message]) if (sentence !== undefined) await tell(stderr, sentence);
      return exitCode;
    }
  }
}

/** A reader of our errors that has gone does not change how the command ended. */
async function tell(stderr: CliContext['stderr'], sentence: string): Promise<void> {
  try {
    await writeAll(stderr, `procession: ${sentence}\n`);
  } catch (error) {
    if (!isBrokenPipe(error)) throw error;
  }
}
