import type { WindowMemory } from '../windowMemory.ts';

interface OpenTerminalsState {
  open: readonly string[];
  active?: string;
}

const KEY = 'procession.openTerminals';

/**
 * Which processes' terminals the person has open, by process id, so that a reloaded window can show the same ones. VS
 * Code itself forgets pseudoterminals.
 */
export class OpenTerminals {
  private readonly memory: WindowMemory;
  private state: OpenTerminalsState;

  constructor(memory: WindowMemory) {
    this.memory = memory;
    this.state = readState(memory.get(KEY));
  }

  get ids(): readonly string[] {
    return this.state.open;
  }

  /** The one that was in front, if it was one of these. */
  get active(): string | undefined {
    return this.state.active;
  }

  opened(processId: string): Thenable<void> {
    if (this.state.open.includes(processId)) return Promise.resolve();
    return this.save({ ...this.state, open: [...this.state.open, processId] });
  }

  closed(processId: string): Thenable<void> {
    const { active } = this.state;
    const open = this.state.open.filter((id) => id !== processId);
    return this.save(active === undefined || active === processId ? { open } : { open, active });
  }

  activated(processId: string | undefined): Thenable<void> {
    const { open } = this.state;
    return this.save(processId === undefined ? { open } : { open, active: processId });
  }

  private save(state: OpenTerminalsState): Thenable<void> {
    this.state = state;
    return this.memory.update(KEY, state);
  }
}

/** What was stored may be an older version's, or anything. */
function readState(stored: unknown): OpenTerminalsState {
  if (typeof stored !== 'object' || stored === null) return { open: [] };
  const { open, active } = stored as { open?: unknown; active?: unknown };
  if (!Array.isArray(open)) return { open: [] };
  const ids = open.filter((id): id is string => typeof id === 'string');
  return typeof active === 'string' ? { open: ids, active } : { open: ids };
}
