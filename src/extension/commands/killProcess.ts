import { isActive } from '../model/processStates.ts';
import { requestFor, type ProcessCommand } from './processCommand.ts';

/** Ends a process by force, at once, with everything it has started. */
export const killProcess: ProcessCommand = {
  verb: 'kill',
  fits: ({ state }) => isActive(state),
  nothing: 'no process is running.',
  run: async (window, { id }) => {
    await requestFor(window, 'process/kill', id);
  },
};
