import type { ExitStatus, ProcessInfo } from '../../protocol/process.ts';
import { formatDuration } from '../format/formatDuration.ts';

/** The way a run ended, in words without decoration, such as `exited with code 1 after 3.2 s`. */
export function describeEnd(process: ProcessInfo): string {
  if (process.cause === 'spawnFailed')
    return `could not start: ${process.error?.message ?? 'no reason was given'}`;
  if (process.error?.code === 'STOP_FAILED') return process.error.message;
  return `${endedHow(process)}${duration(process)}`;
}

/** Whether the end is nothing to worry about: it finished well, or somebody wanted it to stop. */
export function endedWell(process: ProcessInfo): boolean {
  return process.state === 'stopped';
}

function endedHow(process: ProcessInfo): string {
  const { cause, exit } = process;
  if (cause === 'cancelled') return exit === undefined ? 'cancelled' : `stopped${unlessZero(exit)}`;
  if (cause === 'lost') return 'was lost when its runner ended';
  if (cause === 'timedOut') return 'stopped: it took too long';
  if (cause === 'limitExceeded') return 'stopped: it went over a limit';
  if (cause === 'dependencyFailed') return 'not started: something it depends on failed';
  if (exit === undefined) return 'ended';
  return 'code' in exit ? `exited with code ${exit.code}` : `killed by ${exit.signal}`;
}

/** What ended when it was asked to had nothing to complain of, unless it says so. */
function unlessZero(exit: ExitStatus): string {
  if ('signal' in exit) return ` (${exit.signal})`;
  return exit.code === 0 ? '' : ` (code ${exit.code})`;
}

function duration({ startedAtMs, endedAtMs }: ProcessInfo): string {
  if (startedAtMs === undefined || endedAtMs === undefined) return '';
  return ` after ${formatDuration(endedAtMs - startedAtMs)}`;
}
