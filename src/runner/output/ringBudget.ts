/** A ring that takes part in a budget. */
export interface BudgetedRing {
  readonly memoryBytes: number;
  /** Gives memory back by keeping less; the newest bytes stay. */
  shrink(toBytes: number): void;
}

/** No ring is made smaller than this for the sake of another. */
const SMALLEST_SHARE_BYTES = 16 * 1024;

/**
 * The memory that all rings of a runner may take together. It is bounded because forking takes longer with every megabyte
 * the runner holds. A ring that needs more gets it from those that have been silent for longest: theirs is on disk.
 */
export class RingBudget {
  private readonly limitBytes: number;
  /** Least recently used first. */
  private readonly rings = new Set<BudgetedRing>();
  private used = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.used;
  }

  /** Asks for `bytes` more than the ring has. Refused when that would leave others less than their smallest share. */
  grow(ring: BudgetedRing, bytes: number): boolean {
    this.touch(ring);
    while (this.used + bytes > this.limitBytes) {
      const victim = this.leastRecentlyUsed(ring);
      if (victim === undefined) return false;
      const before = victim.memoryBytes;
      victim.shrink(Math.max(SMALLEST_SHARE_BYTES, before / 2));
      this.used -= before - victim.memoryBytes;
    }
    this.used += bytes;
    return true;
  }

  /** Takes memory that cannot be refused: the first block of a new ring. */
  join(ring: BudgetedRing): void {
    this.rings.add(ring);
    this.used += ring.memoryBytes;
  }

  leave(ring: BudgetedRing): void {
    if (this.rings.delete(ring)) this.used -= ring.memoryBytes;
  }

  private touch(ring: BudgetedRing): void {
    this.rings.delete(ring);
    this.rings.add(ring);
  }

  private leastRecentlyUsed(except: BudgetedRing): BudgetedRing | undefined {
    for (const ring of this.rings) {
      if (ring !== except && ring.memoryBytes > SMALLEST_SHARE_BYTES) return ring;
    }
    return undefined;
  }
}
