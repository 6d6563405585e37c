import type { BenchOptions } from '../options.ts';

/** What every figure works with. */
export interface BenchTools extends BenchOptions {
  /** What Node is to run for a runner, its own options first. */
  runnerCommand: readonly string[];
  /** The child that prints, and what comes before its own arguments. */
  linesCommand: readonly string[];
  /** The compiled reader of a terminal, if there is a compiler. */
  ptyReaderPath: string | undefined;
  /** A directory that is removed at the end. */
  scratch: string;
  /** Says what is going on. */
  say: (text: string) => void;
}

/** The command that prints so many bytes and ends. */
export function linesOf(tools: BenchTools, bytes: number): readonly string[] {
  return [...tools.linesCommand, String(bytes)];
}
