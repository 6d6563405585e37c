// node bench/replay.ts [--rounds N]: what it costs to show a terminal again, and to be able to.
import { parseArgs } from 'node:util';
import { createSystemClock } from '../src/base/clock.ts';
import { silentLogger, type Logger } from '../src/base/logger.ts';
import { DEFAULT_SCROLLBACK } from '../src/runner/replay/buildScreen.ts';
import { ReplayJournal } from '../src/runner/replay/replayJournal.ts';
import { ScreenProcess } from '../src/runner/replay/screenProcess.ts';
import { bundleRunner } from './output/support/bundleRunner.ts';
import { median } from './output/support/statistics.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const size = { cols: 120, rows: 30 };

/** How the reads of a terminal cut its output. */
const READ_BYTES = 4 * KIB;

/** How many terminals a window is reloaded with. */
const TERMINALS = 10;

/** Output of different kinds, line by line. */
const kinds: Readonly<Record<string, (line: number) => string>> = {
  'plain text': () => `${'x'.repeat(100)}\r\n`,
  'coloured log': (line) =>
    `\x1b[32m✔\x1b[39m built src/file${line}.ts in \x1b[1m${line % 97} ms\x1b[22m with some more text to look real\r\n`,
  'whole-screen program': (line) =>
    `\x1b[${1 + (line % size.rows)};${1 + (line % 100)}H\x1b[38;5;${line % 256}mvalue ${line}\x1b[K`,
};

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);

function outputOf(kind: (line: number) => string, bytes: number): Buffer {
  const lines: string[] = [];
  for (let length = 0, line = 0; length < bytes; line++) {
    const text = kind(line);
    lines.push(text);
    length += Buffer.byteLength(text);
  }
  return Buffer.from(lines.join('')).subarray(0, bytes);
}

async function timeOf(task: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await task();
  return performance.now() - startedAtMs;
}

async function build(screens: ScreenProcess, output: Buffer): Promise<number> {
  const plan = { startCursor: 0, prefix: '', size, marks: [] };
  const screen = await screens.build({ ...plan, finalSize: size, scrollback: DEFAULT_SCROLLBACK }, output);
  if (screen === undefined) throw new Error('No screen was built.');
  return screen.snapshot.length;
}

/** The middle of some rounds, each with a process that was just started (cold) or is waiting (warm). */
async function measure(
  start: () => ScreenProcess,
  task: (screens: ScreenProcess) => Promise<unknown>,
): Promise<{ cold: number; warm: number }> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const screens = start();
    cold.push(await timeOf(() => task(screens)));
    await task(screens);
    warm.push(await timeOf(() => task(screens)));
    screens.dispose();
  }
  return { cold: median(cold), warm: median(warm) };
}

async function measureScreens(start: () => ScreenProcess): Promise<void> {
  process.stdout.write('| screen of | output | cold | warm | snapshot |\n|---|--:|--:|--:|--:|\n');
  for (const [name, kind] of Object.entries(kinds)) {
    for (const bytes of [10_000, 256 * KIB, MIB, 2 * MIB]) {
      const output = outputOf(kind, bytes);
      let length = 0;
      const { cold, warm } = await measure(start, async (screens) => {
        length = await build(screens, output);
      });
      row(name, `${Math.round(bytes / KIB)} KiB`, ms(cold), ms(warm), `${Math.round(length / 1000)} kB`);
    }
  }
  const output = outputOf(kinds['coloured log'] ?? String, 256 * KIB);
  const { cold, warm } = await measure(start, (screens) =>
    Promise.all(Array.from({ length: TERMINALS }, () => build(screens, output))),
  );
  row(`${TERMINALS} terminals at once`, `${TERMINALS} × 256 KiB`, ms(cold), ms(warm), '');
}

/** What the journal adds to the reading of a terminal. */
function measureJournal(): void {
  process.stdout.write('\n| journal of | ms per MiB | at 60 MB/s |\n|---|--:|--:|\n');
  for (const [name, kind] of Object.entries(kinds)) {
    const output = outputOf(kind, 4 * MIB);
    const times = Array.from({ length: rounds + 2 }, () => {
      const journal = new ReplayJournal(size);
      const startedAtMs = performance.now();
      for (let at = 0; at < output.length; at += READ_BYTES)
        journal.append(output.subarray(at, at + READ_BYTES));
      return (performance.now() - startedAtMs) / 4;
    });
    const perMib = median(times.slice(2));
    row(name, perMib.toFixed(3), `${((perMib * 60) / 10).toFixed(1)} %`);
  }
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function row(...cells: string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

const runner = await bundleRunner();
const command = { file: process.execPath, args: [runner, '--offload', 'screen'] };
const clock = createSystemClock(globalThis);
const logger: Logger = { ...silentLogger, warn: (message) => process.stderr.write(`${message}\n`) };
await measureScreens(() => new ScreenProcess({ clock, logger, command }));
measureJournal();
