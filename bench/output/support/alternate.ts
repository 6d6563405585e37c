import { median } from './statistics.ts';

/** What several contenders reached, each in every round. */
export class Rounds {
  private readonly values = new Map<string, number[]>();

  add(name: string, value: number): void {
    const values = this.values.get(name);
    if (values === undefined) this.values.set(name, [value]);
    else values.push(value);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  median(name: string): number {
    return median(this.of(name));
  }

  /** The median of the quotients within each round: what drifts from round to round falls out. */
  ratio(name: string, to: string): number {
    const divisors = this.of(to);
    return median(this.of(name).map((value, round) => value / (divisors[round] ?? NaN)));
  }

  private of(name: string): readonly number[] {
    return this.values.get(name) ?? [];
  }
}

/** Lets every contender measure once a round, one after the other: A B A B, so that a busy machine hits all alike. */
export async function alternate(
  count: number,
  contenders: Readonly<Record<string, () => Promise<number>>>,
): Promise<Rounds> {
  const rounds = new Rounds();
  for (let round = 0; round < count; round++) {
    for (const [name, measure] of Object.entries(contenders)) rounds.add(name, await measure());
  }
  return rounds;
}
