import { requestFor, type ProcessCommand } from './processCommand.ts';

/** Runs a process again under its identity; one that still runs is stopped first. */
export const restartProcess: ProcessCommand = {
  verb: 'restart',
  fits: () => true,
  nothing: 'there is no process yet.',
  run: async (window, { id }) => {
    await requestFor(window, 'process/restart', id);
  },
};
