// npm run bench:vscode -- [--rounds N] [--quick]: a flood shown in a real VS Code, in our terminal and in its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../../src/base/errorText.ts';
import { openProcession, type Procession } from '../../test/ui/openProcession.ts';
import { compile } from '../output/support/compile.ts';
import { FloodTerminal } from './floodTerminal.ts';
import { appendResults, renderResults, type VscodeResults } from './report.ts';

/** The child of both terminals, so that only the way to the screen differs. */
const SHELL = 'PS1="ready> " bash --norc';

interface Sizes {
  rounds: number;
  bytes: number;
  interrupts: number;
}

function readSizes(args: readonly string[]): Sizes & { quick: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const quick = values.quick;
  const rounds = Number(values.rounds ?? (quick ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds needs a positive whole number.');
  return { rounds, quick, bytes: quick ? 5_000_000 : 50_000_000, interrupts: quick ? 5 : 50 };
}

async function main(): Promise<void> {
  const { quick, ...sizes } = readSizes(process.argv.slice(2));
  const scratch = await mkdtemp(path.join(tmpdir(), 'pb-'));
  try {
    const compiled = await compile('lines', scratch);
    const node = `"${process.execPath}" "${path.join(import.meta.dirname, '../output/lines.ts')}"`;
    const results = await measure(compiled ?? node, sizes);
    process.stdout.write(`${renderResults(results)}\n`);
    // A trial must not pass for the result.
    if (!quick) await appendResults(results);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measure(lines: string, sizes: Sizes): Promise<VscodeResults> {
  const {
    ours,
    theirs,
    interrupts: whilePausing,
  } = await inWindow('pause', async (procession) => ({
    ...(await measureThroughput(procession, lines, sizes)),
    interrupts: await measureInterrupts(procession, sizes),
  }));
  const whileSkipping = await inWindow('skip', (procession) => measureInterrupts(procession, sizes));
  return { bytes: sizes.bytes, ours, theirs, interrupts: { pause: whilePausing, skip: whileSkipping } };
}

async function inWindow<T>(
  whenSlow: 'pause' | 'skip',
  task: (procession: Procession) => Promise<T>,
): Promise<T> {
  const procession = await openProcession({ settings: { 'procession.output.whenSlow': whenSlow } });
  try {
    return await task(procession);
  } finally {
    await procession.close();
  }
}

/** Megabytes a second of each, alternated, so that what else the machine does meets both. */
async function measureThroughput(
  procession: Procession,
  lines: string,
  { rounds, bytes }: Sizes,
): Promise<{ ours: number[]; theirs: number[] }> {
  const ours: number[] = [];
  const theirs: number[] = [];
  const line = `${lines} ${bytes}; printf '\\nall%s\\n' shown`;
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`round ${round}\n`);
    const own = await openOurs(procession);
    ours.push(bytes / 1_000 / (await own.timeCommand(line, /^allshown$/m)));
    await own.kill();
    const builtIn = await openTheirs(procession);
    theirs.push(bytes / 1_000 / (await builtIn.timeCommand(line, /^allshown$/m)));
    await builtIn.kill();
  }
  return { ours, theirs };
}

/** How long Ctrl-C takes to bring the prompt back, each time during a flood. */
async function measureInterrupts(procession: Procession, { interrupts }: Sizes): Promise<number[]> {
  process.stderr.write('interrupts\n');
  const terminal = await openOurs(procession);
  const latencies: number[] = [];
  for (let count = 0; count < interrupts; count += 1) latencies.push(await terminal.timeInterrupt());
  await terminal.kill();
  return latencies;
}

async function openOurs(procession: Procession): Promise<FloodTerminal> {
  await procession.run(SHELL);
  return ready(procession);
}

async function openTheirs(procession: Procession): Promise<FloodTerminal> {
  await procession.workbench.runCommand('Terminal: Create New Terminal');
  await procession.showsInTerminal(/[$#] ?$/);
  await procession.workbench.typeInTerminal(`${SHELL}\n`);
  return ready(procession);
}

async function ready(procession: Procession): Promise<FloodTerminal> {
  await procession.showsInTerminal(/^ready> ?$/m);
  return new FloodTerminal(procession);
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
});
