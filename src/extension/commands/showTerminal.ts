import type { ProcessCommand } from './processCommand.ts';

/** Shows the terminal of a process. */
export const showTerminal: ProcessCommand = {
  verb: 'show',
  fits: () => true,
  nothing: 'there is no process yet.',
  run: ({ terminals }, process) => {
    terminals.show(process);
  },
};
