import { Refusal } from '../domain/refusal.ts';
import type { Adapter } from './adapter.ts';
import { execAdapter } from './execAdapter.ts';
import { shellAdapter } from './shellAdapter.ts';

/** The kinds of command that this runner understands, by name. */
export class AdapterRegistry {
  private readonly adapters = new Map<string, Adapter>([
    ['exec', execAdapter],
    ['shell', shellAdapter],
  ]);

  /** The adapter of that name; refuses one that it does not have, naming those it has. */
  get(name: string): Adapter {
    const adapter = this.adapters.get(name);
    if (adapter !== undefined) return adapter;
    const known = [...this.adapters.keys()].map((key) => `"${key}"`).join(', ');
    throw new Refusal('NO_SUCH_ADAPTER', `There is no adapter "${name}"; this runner has ${known}.`);
  }
}
