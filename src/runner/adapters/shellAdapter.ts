import type { Adapter } from './adapter.ts';

/** A line for the user's shell. Arguments are handed to it as positional parameters, never pasted into the line. */
export const shellAdapter: Adapter = ({ command, args, env }) => {
  if (process.platform === 'win32') {
    return { file: env['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', [command, ...args].join(' ')] };
  }
  const shell = env['SHELL'] ?? '/bin/sh';
  // Of shells that do not speak the language of `sh` only the line itself is understood.
  return { file: shell, args: args.length === 0 ? ['-c', command] : ['-c', command, shell, ...args] };
};
