import { constants } from 'node:os';

/** Something went wrong that has no code of its own. */
export const EXIT_FAILURE = 1;

/** The command line makes no sense. */
export const EXIT_USAGE = 2;

/** As shells have it: the command is there but cannot be executed. */
const EXIT_NOT_EXECUTABLE = 126;

/** As shells have it: there is no such command. */
const EXIT_NOT_FOUND = 127;

/** As shells have it: ended by a signal, whose number is added. */
const EXIT_SIGNAL_BASE = 128;

/** What a shell reports of a program that a signal ended. */
export function signalExitCode(signal: string): number {
  const numbers: Record<string, number | undefined> = constants.signals;
  return EXIT_SIGNAL_BASE + (numbers[signal] ?? 0);
}

/** What a shell reports of a program that could not be started. */
export function spawnFailureExitCode(errno: string | undefined): number {
  return errno === 'ENOENT' ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}
