const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** A length of time in its two largest units: `42s`, `3m 5s`, `2d 4h`. */
export function formatDuration(durationMs: number): string {
  const first = UNITS.findIndex(({ ms }) => durationMs >= ms);
  if (first < 0) return '0s';
  const [large, small] = [UNITS[first], UNITS[first + 1]];
  if (large === undefined) return '0s';
  const text = `${Math.floor(durationMs / large.ms)}${large.name}`;
  const rest = small === undefined ? 0 : Math.floor((durationMs % large.ms) / small.ms);
  return small === undefined || rest === 0 ? text : `${text} ${rest}${small.name}`;
}
