const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** A size as a person says it, in decimal units: `1 byte`, `999 bytes`, `1.5 kB`, `12 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let size = bytes;
  let unit = '';
  for (const next of UNITS) {
    // Rounding first decides the unit, so that 999.96 kB do not become "1000 kB".
    if (Math.round(size) < 1_000 && unit !== '') break;
    size /= 1_000;
    unit = next;
  }
  return `${size < 9.95 ? Number(size.toFixed(1)) : Math.round(size)} ${unit}`;
}
