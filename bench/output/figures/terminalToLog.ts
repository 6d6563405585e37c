import type { Figure } from '../figure.ts';
import { alternate } from '../support/alternate.ts';
import { BenchRunner } from '../support/benchRunner.ts';
import { linesOf } from '../support/benchTools.ts';
import { atLeast, unmeasured } from '../support/rows.ts';
import { completeRate, nodePeer, rateOf, runPeer } from '../support/runPeer.ts';

const WHAT = 'a terminal → ring + log, nobody looks';

/** What we keep of a terminal's output, against who throws it away. */
export const terminalToLog: Figure = {
  name: 'terminal',
  measure: async (tools) => {
    const bytes = tools.quick ? 30e6 : 200e6;
    const command = linesOf(tools, bytes);
    const { ptyReaderPath } = tools;
    const rounds = await alternate(tools.rounds, {
      ours: async () =>
        completeRate(
          await BenchRunner.use(tools, (runner) => runner.run(command, { interactive: true })),
          bytes,
        ),
      // It may lose the end; the rate is what is compared here.
      nodePty: async () => rateOf(await runPeer(nodePeer('ptyReader', ...command))),
      ...(ptyReaderPath !== undefined && {
        c: async () => completeRate(await runPeer([ptyReaderPath, ...command]), bytes),
      }),
    });
    const comparison = { what: WHAT, unit: 'MB/s' };
    return [
      atLeast(rounds, { ...comparison, peer: 'nodePty', peerTitle: 'node-pty, discards' }, 0.95),
      rounds.has('c')
        ? atLeast(rounds, { ...comparison, peer: 'c', peerTitle: 'a C program, discards' }, 0.75)
        : unmeasured(WHAT, 'a C program (no compiler)', '≥ 0.75'),
    ];
  },
};
