import type { Figure } from '../figure.ts';
import { Rounds } from '../support/alternate.ts';
import { BenchRunner } from '../support/benchRunner.ts';
import { linesOf, type BenchTools } from '../support/benchTools.ts';
import { openBareKeyboard, openRunnerKeyboard, type Keyboard } from '../support/keyboard.ts';
import { atMost } from '../support/rows.ts';
import { quantile } from '../support/statistics.ts';

/** A flood that nobody sees the end of. */
const FLOOD_BYTES = 1e12;

/** Somebody types fast; between two keys everything falls asleep, as it does in reality. */
const PAUSE_MS = 4;

/** How long a key takes to a program on a terminal and back, with and without other output on the same connection. */
export const keystrokes: Figure = {
  name: 'keys',
  measure: (tools) =>
    BenchRunner.use(tools, async (runner) => {
      const ours = await openRunnerKeyboard(runner);
      const bare = await openBareKeyboard(tools.scratch);
      const p50 = new Rounds();
      const p99 = new Rounds();
      const keys = tools.quick ? 100 : 400;
      await type(ours, keys);
      await type(bare, keys);
      for (let round = 0; round < tools.rounds; round++) {
        for (const [name, keyboard] of [
          ['ours', ours],
          ['bare', bare],
        ] as const) {
          const times = await type(keyboard, keys);
          p50.add(name, quantile(times, 0.5));
          p99.add(name, quantile(times, 0.99));
        }
      }
      const flooded = await underFlood(tools, runner, { ours, keys });
      await bare.close();
      const peerTitle = 'node-pty + vscode-jsonrpc, two processes';
      return [
        atMost(p50, { what: 'echo of a key, p50', peer: 'bare', peerTitle, unit: 'ms' }, 1.3),
        atMost(p99, { what: 'echo of a key, p99', peer: 'bare', peerTitle, unit: 'ms' }, 1.3),
        atMost(
          flooded,
          {
            what: 'echo of a key under a flood to the same client, p50',
            peer: 'alone',
            peerTitle: 'itself without the flood',
            unit: 'ms',
          },
          2,
        ),
      ];
    }),
};

async function underFlood(
  tools: BenchTools,
  runner: BenchRunner,
  { ours, keys }: { ours: Keyboard; keys: number },
): Promise<Rounds> {
  const rounds = new Rounds();
  for (let round = 0; round < tools.rounds; round++) {
    rounds.add('alone', quantile(await type(ours, keys), 0.5));
    const flood = await runner.spawn(linesOf(tools, FLOOD_BYTES));
    const subscription = await runner.subscribe(flood, () => undefined);
    // What a flood does to the runner at its beginning is over by then.
    await type(ours, keys >> 1);
    rounds.add('ours', quantile(await type(ours, keys), 0.5));
    await subscription.close();
    await runner.connection.request('process/kill', { processId: flood.id });
    await runner.connection.request('process/remove', { processId: flood.id });
  }
  return rounds;
}

/** The milliseconds that each of so many keys took. */
async function type(keyboard: Keyboard, keys: number): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < keys; key++) {
    const startedAtMs = performance.now();
    await keyboard.press('x');
    times.push(performance.now() - startedAtMs);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return times;
}
