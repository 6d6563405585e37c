import type { ProcessInfo } from '../../protocol/process.ts';

/** The command of a process on one line, as a person would type it. */
export function commandLine({ spec }: Pick<ProcessInfo, 'spec'>): string {
  const { command, args = [] } = spec;
  // A shell line is already what was typed.
  if (spec.adapter === 'shell' && args.length === 0) return command;
  return [command, ...args].map(quote).join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
