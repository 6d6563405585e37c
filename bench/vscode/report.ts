import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, type } from 'node:os';
import path from 'node:path';
import { median, quantile } from '../output/support/statistics.ts';

const FILE = path.join(import.meta.dirname, '../RESULTS.md');
const HEADING = '# In VS Code: measured';

/** What was measured: megabytes a second of each round, and milliseconds from Ctrl-C to the prompt. */
export interface VscodeResults {
  bytes: number;
  ours: readonly number[];
  theirs: readonly number[];
  interrupts: Record<'pause' | 'skip', readonly number[]>;
}

/** The results as a Markdown table. */
export function renderResults({ bytes, ours, theirs, interrupts }: VscodeResults): string {
  const ratio = median(ours.map((each, index) => each / (theirs[index] ?? NaN)));
  const rows = Object.entries(interrupts).map(([whenSlow, latencies]) => {
    const p99 = quantile(latencies, 0.99);
    const value = `p50 ${ms(median(latencies))}, p99 ${ms(p99)}`;
    return cells(
      `Ctrl-C to prompt during a flood, \`${whenSlow}\``,
      value,
      '',
      '',
      '≤ 150 ms',
      verdict(p99 <= 150),
    );
  });
  return [
    cells('what', 'ours', "VS Code's own", 'ratio', 'limit', ''),
    cells(...Array<string>(6).fill('---')),
    cells(
      `${bytes / 1_000_000} MB of 85-column lines shown`,
      rate(median(ours)),
      rate(median(theirs)),
      `${ratio.toFixed(1)} ×`,
      '≥ 6 ×',
      verdict(ratio >= 6),
    ),
    ...rows,
  ].join('\n');
}

/** Puts the table under its heading, in place of the last one; what others have written there stays. */
export async function appendResults(results: VscodeResults): Promise<void> {
  const before = (await readIfThere()).replace(sectionOfOurs(), '').trimEnd();
  const rounds = results.ours.length;
  const section = `${HEADING}

\`npm run bench:vscode\` writes this. ${new Date().toISOString().slice(0, 10)}, ${machine()}.
Medians of ${rounds} alternated rounds, ratio within each; ${results.interrupts.pause.length} interrupts of each kind.

${renderResults(results)}
`;
  await writeFile(FILE, before === '' ? section : `${before}\n\n${section}`);
}

function sectionOfOurs(): RegExp {
  return new RegExp(`${HEADING}\\n[^]*?(?=\\n# |$)`);
}

async function readIfThere(): Promise<string> {
  try {
    return await readFile(FILE, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `${availableParallelism()} cores (${model}), ${type()} ${release()}, load ${load} at the end`;
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : '**missed**';
}

function rate(megabytes: number): string {
  return `${megabytes.toFixed(1)} MB/s`;
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

function cells(...texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
