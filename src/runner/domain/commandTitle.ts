import type { ProcessSpec } from '../../protocol/process.ts';

/** What people call a process: its name, else its command line, quoted only where a reader would be misled. */
export function commandTitle(spec: Pick<ProcessSpec, 'name' | 'command' | 'args'>): string {
  if (spec.name !== undefined) return spec.name;
  return [spec.command, ...(spec.args ?? []).map(quoteIfNeeded)].join(' ');
}

function quoteIfNeeded(word: string): string {
  return /^[^\s"'\\$`]+$/.test(word) ? word : JSON.stringify(word);
}
