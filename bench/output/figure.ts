import type { BenchTools } from './support/benchTools.ts';

/** One line of the table. */
export interface Row {
  /** What was measured. */
  what: string;
  ours: string;
  /** Who it is measured against, and what that one reached. */
  peer: string;
  /** Ours in terms of the limit: mostly the quotient of the two. */
  value: string;
  limit: string;
  /** Undefined where there is no limit, or nothing could be measured. */
  isMet: boolean | undefined;
}

/** One figure of the bench; its name is what `--only` takes. */
export interface Figure {
  name: string;
  measure: (tools: BenchTools) => Promise<Row[]>;
}
