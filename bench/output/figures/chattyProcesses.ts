import type { Figure } from '../figure.ts';
import { BenchRunner } from '../support/benchRunner.ts';
import type { BenchTools } from '../support/benchTools.ts';
import { cpuSeconds } from '../support/procStat.ts';
import { median } from '../support/statistics.ts';

const PROCESSES = 100;
const LINES_PER_SECOND = 50;
const LIMIT_PERCENT = 22;

/** Forking a hundred is over long before. */
const SETTLE_MS = 1_000;

/** What many processes that say a little all the time cost the runner and its client, this process. */
export const chattyProcesses: Figure = {
  name: 'chatty',
  measure: async (tools) => {
    const runner: number[] = [];
    const client: number[] = [];
    const total: number[] = [];
    for (let round = 0; round < tools.rounds; round++) {
      const percent = await measureOnce(tools, tools.quick ? 3_000 : 10_000);
      runner.push(percent.runner);
      client.push(percent.client);
      total.push(percent.runner + percent.client);
    }
    const value = median(total);
    return [
      {
        what: `${PROCESSES} processes of ${LINES_PER_SECOND} lines/s to one client, CPU`,
        ours: `runner ${median(runner).toFixed(1)} %, client ${median(client).toFixed(1)} %`,
        peer: 'one core',
        value: `${value.toFixed(1)} %`,
        limit: `≤ ${LIMIT_PERCENT} %`,
        isMet: value <= LIMIT_PERCENT,
      },
    ];
  },
};

function measureOnce(tools: BenchTools, periodMs: number): Promise<{ runner: number; client: number }> {
  return BenchRunner.use(tools, async (runner) => {
    const seconds = Math.ceil((periodMs + 2 * SETTLE_MS) / 1000) + 1;
    const command = [...tools.linesCommand, '--rate', String(LINES_PER_SECOND), String(seconds)];
    const children = [];
    for (let count = 0; count < PROCESSES; count++) {
      const child = await runner.spawn(command);
      await runner.subscribe(child, () => undefined);
      children.push(child);
    }
    await pause(SETTLE_MS);
    const startedAtMs = performance.now();
    const before = { runner: cpuSeconds(runner.pid), client: cpuSeconds(process.pid) };
    await pause(periodMs);
    const percentOf = (cpu: number): number => (cpu * 1e5) / (performance.now() - startedAtMs);
    const used = {
      runner: percentOf(cpuSeconds(runner.pid) - before.runner),
      client: percentOf(cpuSeconds(process.pid) - before.client),
    };
    await Promise.all(children.map((child) => runner.ended(child)));
    return used;
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
