import { isActive } from '../model/processStates.ts';
import { requestFor, type ProcessCommand } from './processCommand.ts';

/** Stops a process politely and surely: first its stop signal, then, after its grace, by force. */
export const stopProcess: ProcessCommand = {
  verb: 'stop',
  fits: ({ state }) => isActive(state),
  nothing: 'no process is running.',
  run: async (window, { id }) => {
    await requestFor(window, 'process/stop', id);
  },
};
