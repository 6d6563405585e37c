import type { Figure } from '../figure.ts';
import { alternate } from '../support/alternate.ts';
import { BenchRunner } from '../support/benchRunner.ts';
import { linesOf } from '../support/benchTools.ts';
import { installManagers } from '../support/installManagers.ts';
import { Managers } from '../support/managers.ts';
import { atLeast, unmeasured } from '../support/rows.ts';
import { completeRate, nodePeer, runPeer } from '../support/runPeer.ts';

const WHAT = 'a pipe → ring + log, nobody looks';

/** What we keep of a pipe's output, against who throws it away and who only logs it. */
export const pipeToLog: Figure = {
  name: 'pipe',
  measure: async (tools) => {
    const bytes = tools.quick ? 200e6 : 1e9;
    const command = linesOf(tools, bytes);
    const directory = await installManagers(tools.say);
    const managers = directory === undefined ? undefined : new Managers(tools, directory, bytes);
    const rounds = await alternate(tools.rounds, {
      ours: async () => completeRate(await BenchRunner.use(tools, (runner) => runner.run(command)), bytes),
      bare: async () => completeRate(await runPeer(nodePeer('pipeReader', ...command)), bytes),
      ...(managers && {
        pm2: () => managers.pm2(),
        concurrently: () => managers.concurrently(),
      }),
    });
    const rows = [
      { peer: 'bare', peerTitle: 'Node pipe reader, discards', limit: 0.4 },
      { peer: 'pm2', peerTitle: 'pm2, to its log', limit: 2 },
      { peer: 'concurrently', peerTitle: 'concurrently, to a file', limit: 2 },
    ];
    return rows.map(({ limit, ...row }) =>
      rounds.has(row.peer)
        ? atLeast(rounds, { what: WHAT, unit: 'MB/s', ...row }, limit)
        : unmeasured(WHAT, `${row.peerTitle} (could not be installed)`, `≥ ${limit}`),
    );
  },
};
