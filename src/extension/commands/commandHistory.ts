import type { WindowMemory } from '../windowMemory.ts';

/** As many lines as one can still find something in. */
const MAX_LINES = 50;

const KEY = 'procession.commandHistory';

/** The command lines that were run in this workspace, newest first, each once. */
export class CommandHistory {
  private readonly memory: WindowMemory;

  constructor(memory: WindowMemory) {
    this.memory = memory;
  }

  get lines(): readonly string[] {
    const stored = this.memory.get(KEY);
    return Array.isArray(stored) ? stored.filter((line): line is string => typeof line === 'string') : [];
  }

  add(line: string): Thenable<void> {
    return this.memory.update(KEY, [line, ...this.without(line)].slice(0, MAX_LINES));
  }

  remove(line: string): Thenable<void> {
    return this.memory.update(KEY, this.without(line));
  }

  private without(line: string): string[] {
    return this.lines.filter((other) => other !== line);
  }
}
