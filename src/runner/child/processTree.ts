/** One process of the system, named so that a recycled pid cannot be taken for it. */
export interface TreeMember {
  pid: number;
  /** Start time in whatever unit the platform has; with the pid it is unique until the next boot. */
  startTime: string;
  command: string;
}

/** What a run's processes are recognised by. */
export interface TreeRoot {
  /** The child's pid, which is also its process group and session. */
  pid: number;
  /** Name and value of a variable that only this run's processes have in their environment. */
  mark: { name: string; value: string };
}

/**
 * Finds and signals everything that belongs to a run: the child, its descendants, and those that left the tree by
 * `setsid` or by losing their parent, as far as the platform lets one see them. Members already found are remembered, so
 * that one which leaves the tree later is not lost from sight.
 */
export interface ProcessTree {
  /** Whatever of it is alive now. Zombies are not: they hold nothing and only wait for their parent. */
  members(): Promise<TreeMember[]>;

  /** Sends a signal to these members, and to the whole process group if asked, skipping whatever is gone. */
  signal(signal: string, members: readonly TreeMember[]): Promise<void>;
}

export type OpenProcessTree = (root: TreeRoot) => ProcessTree;
