import { plainText } from './plainText.ts';

/** Cut at the end so much that the cut can be seen. */
const ELLIPSIS = '…';
const GAP = '  ';
const MIN_LAST_COLUMN = 20;

/**
 * Rows in aligned columns, the header first. With a width, the last column is cut to fit; what would move the cursor or
 * colour the screen is made visible as a space.
 */
export function formatTable(rows: readonly (readonly string[])[], width?: number): string {
  const clean = rows.map((row) => row.map(plainText));
  const widths = (clean[0] ?? []).map((_, column) =>
    Math.max(...clean.map((row) => row[column]?.length ?? 0)),
  );
  const before = widths.slice(0, -1).reduce((sum, columnWidth) => sum + columnWidth + GAP.length, 0);
  const room = width === undefined ? Infinity : Math.max(width - before, MIN_LAST_COLUMN);
  const lines = clean.map((row) => {
    const last = row.length - 1;
    const cells = row.map((cell, column) =>
      column === last ? cut(cell, room) : cell.padEnd(widths[column] ?? 0),
    );
    return `${cells.join(GAP).trimEnd()}\n`;
  });
  return lines.join('');
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : text.slice(0, room - 1) + ELLIPSIS;
}
