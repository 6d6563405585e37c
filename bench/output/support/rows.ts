import type { Row } from '../figure.ts';
import type { Rounds } from './alternate.ts';

/** How two contenders are to be compared. */
export interface Comparison {
  what: string;
  /** The name of ours among the contenders, if it is not just that. */
  ours?: string;
  /** The name of the peer among the contenders. */
  peer: string;
  /** What the table calls it. */
  peerTitle: string;
  unit: string;
}

/** Ours has to be at least so many times what the peer is: for rates. */
export function atLeast(rounds: Rounds, comparison: Comparison, limit: number): Row {
  const ratio = rounds.ratio(comparison.ours ?? 'ours', comparison.peer);
  return { ...compare(rounds, comparison, ratio), limit: `≥ ${limit}`, isMet: ratio >= limit };
}

/** Ours may be at most so many times what the peer is: for times. */
export function atMost(rounds: Rounds, comparison: Comparison, limit: number): Row {
  const ratio = rounds.ratio(comparison.ours ?? 'ours', comparison.peer);
  return { ...compare(rounds, comparison, ratio), limit: `≤ ${limit}`, isMet: ratio <= limit };
}

/** The row of a peer that could not be measured. */
export function unmeasured(what: string, peerTitle: string, limit: string): Row {
  return { what, ours: '', peer: peerTitle, value: 'not measured', limit, isMet: undefined };
}

function compare(
  rounds: Rounds,
  { what, ours = 'ours', peer, peerTitle, unit }: Comparison,
  ratio: number,
): Pick<Row, 'what' | 'ours' | 'peer' | 'value'> {
  return {
    what,
    ours: `${rounded(rounds.median(ours))} ${unit}`,
    peer: `${peerTitle}: ${rounded(rounds.median(peer))} ${unit}`,
    value: `${ratio.toFixed(2)}×`,
  };
}

/** Three digits are what such a measurement is good for. */
function rounded(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}
