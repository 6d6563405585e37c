import type { CliContext, CliOutput } from './cliContext.ts';

/** The terminal that shows our output, if any: with standard output in a pipe, standard error may still be one. */
export function terminalOf({ stdout, stderr }: Pick<CliContext, 'stdout' | 'stderr'>): CliOutput | undefined {
  return [stdout, stderr].find((stream) => stream.isTTY === true);
}

/** The size of a terminal, unless it does not know it, which it tells as zero. */
export function terminalSize(terminal: CliOutput | undefined): { cols: number; rows: number } | undefined {
  const { columns: cols = 0, rows = 0 } = terminal ?? {};
  return cols > 0 && rows > 0 ? { cols, rows } : undefined;
}
