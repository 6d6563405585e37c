import type { Adapter } from './adapter.ts';

/** The command as it is: one file and its arguments, no shell. */
export const execAdapter: Adapter = ({ command, args }) => ({ file: command, args });
