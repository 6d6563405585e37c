const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A duration as a person says it: at most two units, exact where it is short (`40 ms`, `3.2 s`, `2 min 5 s`, `3 h`). */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (Math.round(ms) < SECOND_MS) return `${Math.round(ms)} ms`;
  // Rounding first decides the unit, so that 59.97 s does not become "60.0 s".
  if (Math.round(ms / 100) < 600) return `${(ms / SECOND_MS).toFixed(1)} s`;
  const wholeMs = Math.round(ms / SECOND_MS) * SECOND_MS;
  if (wholeMs < HOUR_MS) return twoUnits(wholeMs, [MINUTE_MS, 'min'], [SECOND_MS, 's']);
  if (wholeMs < DAY_MS) return twoUnits(wholeMs, [HOUR_MS, 'h'], [MINUTE_MS, 'min']);
  return twoUnits(wholeMs, [DAY_MS, 'd'], [HOUR_MS, 'h']);
}

/**
 * How long something has been going on, so coarse that it changes at most once a minute: a number that ticks in the
 * corner of the eye distracts.
 */
export function formatUptime(durationMs: number): string {
  if (durationMs < MINUTE_MS) return '<1 min';
  if (durationMs < HOUR_MS) return `${Math.floor(durationMs / MINUTE_MS)} min`;
  if (durationMs < DAY_MS) return `${Math.floor(durationMs / HOUR_MS)} h`;
  return `${Math.floor(durationMs / DAY_MS)} d`;
}

type Unit = readonly [sizeMs: number, name: string];

function twoUnits(ms: number, large: Unit, small: Unit): string {
  const count = Math.floor(ms / large[0]);
  const rest = Math.floor((ms % large[0]) / small[0]);
  return rest === 0 ? `${count} ${large[1]}` : `${count} ${large[1]} ${rest} ${small[1]}`;
}
