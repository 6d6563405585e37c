/** How often a log is looked at that grows, in milliseconds: as often as other views are refreshed. */
const SHORTEST_MS = 250;

/** How often one is looked at that has not grown for a while, in milliseconds. */
const LONGEST_IDLE_MS = 2_000;

/** How much text a second VS Code is given at most, in bytes per millisecond: each refresh brings all of it anew. */
const BYTES_PER_MS = 4_000;

/** How long to wait before the next look at a log, after one that found it grown or not. */
export function followPause(
  pauseMs: number,
  { hasGrown, contentBytes }: { hasGrown: boolean; contentBytes: number },
): number {
  if (!hasGrown) return Math.max(SHORTEST_MS, Math.min(pauseMs * 2, LONGEST_IDLE_MS));
  return Math.max(SHORTEST_MS, contentBytes / BYTES_PER_MS);
}
