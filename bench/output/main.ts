// npm run bench:output -- [--only NAME]... [--rounds N] [--quick]: how fast output goes, against bare peers.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorText } from '../../src/base/errorText.ts';
import { figures } from './figures/figures.ts';
import type { Figure, Row } from './figure.ts';
import { parseOptions, USAGE, type BenchOptions } from './options.ts';
import { renderTable, writeResults } from './report.ts';
import type { BenchTools } from './support/benchTools.ts';
import { bundleRunner } from './support/bundleRunner.ts';
import { compile } from './support/compile.ts';

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const chosen = choose(options.only);
  const scratch = await mkdtemp(path.join(tmpdir(), 'pb-'));
  try {
    const tools = await prepare(options, scratch);
    const rows: Row[] = [];
    for (const figure of chosen) {
      say(`measuring ${figure.name}`);
      rows.push(...(await figure.measure(tools)));
    }
    process.stdout.write(`${renderTable(rows)}\n`);
    // A trial, or a part, must not pass for the result.
    if (!options.quick && options.only.length === 0) await writeResults(rows, options);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function choose(names: readonly string[]): readonly Figure[] {
  const unknown = names.filter((name) => !figures.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    const known = figures.map(({ name }) => name).join(', ');
    throw new Error(`There is no figure ${unknown.join(', ')}. There are: ${known}.`);
  }
  return names.length === 0 ? figures : figures.filter(({ name }) => names.includes(name));
}

async function prepare(options: BenchOptions, scratch: string): Promise<BenchTools> {
  const lines = await compile('lines', scratch);
  if (lines === undefined) say('No C compiler: a Node program prints the lines, and is slower.');
  return {
    ...options,
    scratch,
    say,
    runnerCommand: ['--disable-warning=ExperimentalWarning', await bundleRunner()],
    linesCommand:
      lines === undefined ? [process.execPath, path.join(import.meta.dirname, 'lines.ts')] : [lines],
    ptyReaderPath: await compile('ptyReader', scratch, '-lutil'),
  };
}

main().catch((error: unknown) => {
  say(`${errorText(error)}\n\n${USAGE}`);
  process.exitCode = 1;
});
