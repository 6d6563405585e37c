import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface BenchOptions {
  /** Only the figures of these names; all if there are none. */
  only: readonly string[];
  rounds: number;
  /** Small sizes: to try the measurement itself, not to be quoted. */
  quick: boolean;
}

/** Fewer rounds have no median worth the name. */
const DEFAULT_ROUNDS = 5;
const QUICK_ROUNDS = 2;

export const USAGE = `Usage: npm run bench:output -- [--only NAME]... [--rounds N] [--quick]\n`;

/** Reads the command line; throws a sentence for what makes no sense. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? QUICK_ROUNDS : DEFAULT_ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds needs a positive whole number.');
  return { only: values.only, rounds, quick: values.quick };
}
