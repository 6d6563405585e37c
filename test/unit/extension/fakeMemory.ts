import type { WindowMemory } from '../../../src/extension/windowMemory.ts';

/** What a window keeps over its reload, in memory. */
export class FakeMemory implements WindowMemory {
  private readonly values: Map<string, unknown>;

  constructor(values: Record<string, unknown> = {}) {
    this.values = new Map(Object.entries(values));
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    // Through JSON, as VS Code stores it.
    this.values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}
