import type { ProcessInfo } from '../protocol/process.ts';
import type { EndSignal } from './cliContext.ts';
import { EXIT_FAILURE, signalExitCode, spawnFailureExitCode } from './exitCodes.ts';

/** What this program ends with, and what it has to say: nothing when the process has spoken for itself. */
export interface EndReport {
  readonly exitCode: number;
  readonly message: string | undefined;
}

/** Makes of a process's end our own. `signal` is what it was asked to end with, if it was. */
export function reportEnd(process: ProcessInfo, signal: EndSignal | undefined): EndReport {
  const { error, exit } = process;
  if (error?.code === 'SPAWN_FAILED') {
    return { exitCode: spawnFailureExitCode(error.errno), message: error.message };
  }
  if (error?.code === 'STOP_FAILED') return { exitCode: EXIT_FAILURE, message: error.message };
  if (exit !== undefined) {
    return { exitCode: 'code' in exit ? exit.code : signalExitCode(exit.signal), message: undefined };
  }
  if (signal !== undefined) return { exitCode: signalExitCode(signal), message: undefined };
  return {
    exitCode: EXIT_FAILURE,
    message: `"${process.title}" ended without having run (${process.cause ?? process.state}).`,
  };
}
