/** Where a window keeps small things over its reload; VS Code's `Memento` is one. */
export interface WindowMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}
