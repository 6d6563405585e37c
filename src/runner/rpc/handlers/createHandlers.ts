import type { Handlers, RunnerServices } from '../handler.ts';
import { createOutputHandlers } from './outputHandlers.ts';
import { createProcessHandlers } from './processHandlers.ts';
import { createRunnerHandlers } from './runnerHandlers.ts';
import { createSearchHandlers } from './searchHandlers.ts';
import { createSessionHandlers } from './sessionHandlers.ts';
import { createTerminalHandlers } from './terminalHandlers.ts';

/** Every request this runner answers, by method. */
export function createHandlers(services: RunnerServices): Handlers {
  return {
    ...createSessionHandlers(services),
    ...createProcessHandlers(services),
    ...createTerminalHandlers(services),
    ...createOutputHandlers(services),
    ...createSearchHandlers(services),
    ...createRunnerHandlers(services),
  };
}
