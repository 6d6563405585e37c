import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, type } from 'node:os';
import path from 'node:path';
import type { Row } from './figure.ts';
import type { BenchOptions } from './options.ts';

const FILE = path.join(import.meta.dirname, '../RESULTS.md');

/** The rows as a Markdown table. */
export function renderTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, ours, peer, value, limit, isMet }) =>
    cells(what, ours, peer, value, limit, isMet === undefined ? '' : isMet ? 'met' : '**missed**'),
  );
  return [
    cells('what', 'ours', 'against', 'ratio', 'limit', ''),
    cells(...Array<string>(6).fill('---')),
    ...lines,
  ].join('\n');
}

/** Leaves the table where the repository keeps it, with the machine that it is true for, before what others have measured. */
export async function writeResults(rows: readonly Row[], { rounds }: BenchOptions): Promise<void> {
  const before = await readFile(FILE, 'utf8').catch(() => '');
  const others = /^## .*/ms.exec(before)?.[0] ?? '';
  await writeFile(
    FILE,
    `# Output: measured

\`npm run bench:output\` writes this. ${new Date().toISOString().slice(0, 10)}, ${machine()}.
Medians of ${rounds} alternated rounds; a ratio is the median of the ratios within each round. The machine may be
shared: quote the ratios, not the absolute figures.

${renderTable(rows)}
${others === '' ? '' : `\n${others}`}`,
  );
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `${availableParallelism()} cores (${model}), ${type()} ${release()}, Node ${process.version}, load ${load} at the end`;
}

function cells(...texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
