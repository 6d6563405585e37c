import { inspect } from 'node:util';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';

/** A logger that writes dated lines to standard error, which for a daemon is its log file. */
export function createStderrLogger(clock: Clock, verbose: boolean): Logger {
  const write = (level: string, message: string): void => {
    process.stderr.write(`${new Date(clock.nowMs()).toISOString()} ${level} ${message}\n`);
  };
  return {
    debug: (message) => {
      if (verbose) write('debug', message);
    },
    info: (message) => {
      write('info', message);
    },
    warn: (message) => {
      write('warn', message);
    },
    error: (message, error) => {
      write('error', error === undefined ? message : `${message}: ${inspect(error)}`);
    },
  };
}
