import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Figure } from '../figure.ts';
import { BenchRunner } from '../support/benchRunner.ts';
import { linesOf } from '../support/benchTools.ts';
import { residentBytes } from '../support/procStat.ts';

const MIB = 1024 * 1024;
const MAX_GROWTH_MIB = 64;

/** The default cap of one log, and the size of a segment: what is being written comes on top. */
const CAP_MIB = 100;
const SEGMENT_MIB = 8;

const SAMPLE_MS = 50;

/** What an endless output costs in memory and on disk, while a client has subscribed and then never acknowledges. */
export const hugeOutput: Figure = {
  name: 'huge',
  measure: (tools) =>
    BenchRunner.use(tools, async (runner) => {
      const bytes = tools.quick ? 1e9 : 10e9;
      const idleBytes = residentBytes(runner.pid);
      const peak = { memory: 0, disk: 0 };
      const child = await runner.spawn(linesOf(tools, bytes));
      await runner.connection.request('output/subscribe', { processId: child.id, from: 'start' });
      const timer = setInterval(() => {
        peak.memory = Math.max(peak.memory, residentBytes(runner.pid));
        peak.disk = Math.max(peak.disk, directoryBytes(runner.logDirectory(child)));
      }, SAMPLE_MS);
      await runner.ended(child);
      clearInterval(timer);
      const growthMib = (peak.memory - idleBytes) / MIB;
      const diskMib = peak.disk / MIB;
      const what = `${bytes / 1e9} GB, a viewer that has stopped`;
      return [
        {
          what: `${what}: memory`,
          ours: `${(peak.memory / MIB).toFixed(0)} MiB at most`,
          peer: `${(idleBytes / MIB).toFixed(0)} MiB before`,
          value: `+${growthMib.toFixed(0)} MiB`,
          limit: `≤ ${MAX_GROWTH_MIB} MiB`,
          isMet: growthMib <= MAX_GROWTH_MIB,
        },
        {
          what: `${what}: disk`,
          ours: `${diskMib.toFixed(1)} MiB at most`,
          peer: `a cap of ${CAP_MIB} MiB`,
          value: `${diskMib.toFixed(1)} MiB`,
          limit: `≤ cap + a segment of ${SEGMENT_MIB} MiB`,
          isMet: diskMib <= CAP_MIB + SEGMENT_MIB,
        },
      ];
    }),
};

/** Sizes of all files below; what is deleted while we look does not count. */
function directoryBytes(directory: string): number {
  let bytes = 0;
  for (const name of listOrNothing(directory)) {
    const stat = statSync(path.join(directory, name), { throwIfNoEntry: false });
    if (stat?.isFile() === true) bytes += stat.size;
  }
  return bytes;
}

function listOrNothing(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}
