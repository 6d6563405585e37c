// npm run bench:search -- [--mib N] [--rounds N]: how fast logs are searched, against grep on the same files.
// A quotient is the median of those of each round: the machine may be shared.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '../src/base/logger.ts';
import { MAX_SEARCH_MATCHES } from '../src/protocol/limits.ts';
import { searchLogs } from '../src/runner/search/searchLogs.ts';
import type { LogSegment } from '../src/runner/search/segmentSource.ts';
import { bundleRunner } from './output/support/bundleRunner.ts';
import { median } from './output/support/statistics.ts';
import { cases, type SearchCase } from './search/cases.ts';
import { writeLogs } from './search/logData.ts';
import { runGrep } from './search/runGrep.ts';

interface Measured {
  /** Lines found. */
  counts: [ours: number, grep: number];
  /** Of each round. */
  timesMs: [ours: number, grep: number][];
}

const { values } = parseArgs({
  options: { mib: { type: 'string', default: '1024' }, rounds: { type: 'string', default: '5' } },
});

async function main(): Promise<void> {
  const runner = await bundleRunner();
  const directory = await mkdtemp(path.join(tmpdir(), 'pb-'));
  try {
    process.stderr.write(`writing ${values.mib} MiB of logs\n`);
    const segments = writeLogs(directory, Number(values.mib) * 1024 * 1024);
    const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    process.stdout.write(
      '| search | ours | grep | grep ÷ ours | limit | lines: ours, grep |\n|---|--:|--:|--:|--:|--:|\n',
    );
    for (const wanted of cases) {
      const measured = await alternate(
        () => runOurs(wanted, segments, runner),
        () => runGrep(wanted, segments),
      );
      process.stdout.write(`${renderRow(wanted, measured, bytes)}\n`);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function runOurs(
  { pattern, kind, caseSensitive }: SearchCase,
  segments: readonly LogSegment[],
  runner: string,
): Promise<number> {
  const { matches } = await searchLogs(
    {
      pattern: { pattern, kind, caseSensitive, wholeWord: false },
      context: 0,
      maxMatches: MAX_SEARCH_MATCHES,
      segments: [...segments],
    },
    {
      command: { file: process.execPath, args: [runner, '--offload', 'search'] },
      signal: new AbortController().signal,
      onMatches: () => Promise.resolve(),
      logger: silentLogger,
    },
  );
  return matches;
}

/** Each in turn, so that whatever else the machine does meets both alike. The first time only warms the page cache. */
async function alternate(ours: () => Promise<number>, grep: () => Promise<number>): Promise<Measured> {
  const counts: Measured['counts'] = [await ours(), await grep()];
  const timesMs: Measured['timesMs'] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    timesMs.push([await timeOf(ours), await timeOf(grep)]);
  }
  return { counts, timesMs };
}

async function timeOf(task: () => Promise<number>): Promise<number> {
  const startMs = performance.now();
  await task();
  return performance.now() - startMs;
}

function renderRow(
  { label, kind, pattern, limit }: SearchCase,
  { counts, timesMs }: Measured,
  bytes: number,
): string {
  const quotient = median(timesMs.map(([ours, grep]) => grep / ours));
  const verdict = limit === undefined ? '' : `${limit} ${quotient >= limit ? 'met' : '**missed**'}`;
  const cells = [
    `${kind}, ${label}: \`${pattern.replaceAll('|', String.raw`\|`)}\``,
    speed(bytes, median(timesMs.map(([ours]) => ours))),
    speed(bytes, median(timesMs.map(([, grep]) => grep))),
    quotient.toFixed(2),
    verdict,
    counts.join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function speed(bytes: number, medianMs: number): string {
  return `${Math.round(medianMs)} ms, ${(bytes / 1e6 / medianMs).toFixed(2)} GB/s`;
}

await main();
