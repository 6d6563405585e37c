import { hasEnded } from '../model/processStates.ts';
import { requestFor, type ProcessCommand } from './processCommand.ts';

/** Takes a process that has ended off the list, with its output and its terminal. */
export const removeProcess: ProcessCommand = {
  verb: 'remove',
  fits: ({ state }) => hasEnded(state),
  nothing: 'no process has ended.',
  run: async (window, { id }) => {
    await requestFor(window, 'process/remove', id);
    window.terminals.close(id);
  },
};
