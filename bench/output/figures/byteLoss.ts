import type { Figure, Row } from '../figure.ts';
import { linesOf, type BenchTools } from '../support/benchTools.ts';
import { BenchRunner } from '../support/benchRunner.ts';
import { expectedOutput, type Expected } from '../support/expectedOutput.ts';
import { loseNothing, type Loss, type Reader } from '../support/loss.ts';
import { nodePeer, runPeer } from '../support/runPeer.ts';

/** How often each is tried. The large one takes too long for more, and loses like the others. */
const SIZES = [
  { bytes: 2_000, runs: 200 },
  { bytes: 20_000, runs: 200 },
  { bytes: 200_000, runs: 200 },
  { bytes: 20_000_000, runs: 10 },
] as const;

/** What the reader does with what it gets. */
const READERS: readonly { title: string; reader: Reader }[] = [
  { title: 'a reader that does nothing', reader: { workMs: 0, pauseMs: 0 } },
  { title: 'a reader that works 1 ms on each piece', reader: { workMs: 1, pauseMs: 0 } },
  { title: 'a reader that stops for 1.5 s over the exit', reader: { workMs: 0, pauseMs: 1500 } },
];

/** Children that print and exit at once: what of it arrives, at a subscriber and in the log, and what node-pty loses. */
export const byteLoss: Figure = {
  name: 'loss',
  measure: async (tools) => {
    const rows: Row[] = [];
    for (const { title, reader } of READERS) rows.push(...(await compare(tools, title, reader)));
    return rows;
  },
};

async function compare(tools: BenchTools, title: string, reader: Reader): Promise<Row[]> {
  const pipe = { lost: 0, runsWithLoss: 0, runs: 0 };
  const terminal = { ...pipe };
  const bare = { ...pipe };
  for (const { bytes, runs: fullRuns } of SIZES) {
    const runs = tools.quick ? Math.ceil(fullRuns / 20) : fullRuns;
    const expected = await expectedOutput(linesOf(tools, bytes));
    add(pipe, await throughRunner(tools, { expected, runs, reader, isTerminal: false }));
    add(terminal, await throughRunner(tools, { expected, runs, reader, isTerminal: true }));
    const { workMs, pauseMs } = reader;
    const args = [runs, workMs, pauseMs, expected.terminal.bytes].map(String);
    add(bare, await runPeer<Loss>(nodePeer('ptyLoss', ...args, ...expected.command)));
  }
  const row = (what: string, ours: Loss): Row => ({
    what: `bytes lost, ${what}, ${title}`,
    ours: lossText(ours),
    peer: `node-pty's public class: ${lossText(bare)}`,
    value: `${ours.lost} bytes`,
    limit: '0 bytes',
    isMet: ours.lost === 0 && ours.runsWithLoss === 0,
  });
  return [row('pipe', pipe), row('terminal', terminal)];
}

interface Trial {
  expected: Expected;
  runs: number;
  reader: Reader;
  isTerminal: boolean;
}

function throughRunner(tools: BenchTools, { expected, runs, reader, isTerminal }: Trial): Promise<Loss> {
  return BenchRunner.use(tools, (runner) =>
    loseNothing({
      runner,
      command: expected.command,
      spec: isTerminal ? { interactive: true } : {},
      expected: isTerminal ? expected.terminal : expected.pipe,
      runs,
      reader,
    }),
  );
}

function add(to: Loss, { lost, runsWithLoss, runs }: Loss): void {
  to.lost += lost;
  to.runsWithLoss += runsWithLoss;
  to.runs += runs;
}

function lossText({ lost, runsWithLoss, runs }: Loss): string {
  return `${lost.toLocaleString('en-US')} bytes in ${runsWithLoss} of ${runs} runs`;
}
