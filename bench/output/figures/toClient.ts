import type { Figure } from '../figure.ts';
import { alternate } from '../support/alternate.ts';
import { BenchRunner, type WhenSlow } from '../support/benchRunner.ts';
import { linesOf, type BenchTools } from '../support/benchTools.ts';
import { atLeast } from '../support/rows.ts';
import { completeRate, type PeerResult } from '../support/runPeer.ts';
import { startSocketPeer } from '../support/socketPeer.ts';

/** As much as one log keeps by default: with `skip` the child runs ahead, and the client reads the rest from the disk. */
const FULL_BYTES = 100e6;

/** All output to one client over a socket, while it goes to ring and log as well. */
export const toClient: Figure = {
  name: 'client',
  measure: async (tools) => {
    const bytes = tools.quick ? 50e6 : FULL_BYTES;
    const command = linesOf(tools, bytes);
    const rounds = await alternate(tools.rounds, {
      pause: async () => completeRate(await throughRunner(tools, command, 'pause'), bytes),
      bare: async () => completeRate(await throughBareConnection(tools, command), bytes),
      skip: async () => completeRate(await throughRunner(tools, command, 'skip'), bytes),
    });
    const what = 'a pipe → ring + log + one client';
    const comparison = { unit: 'MB/s', peer: 'bare', peerTitle: 'vscode-jsonrpc alone, 64 KiB strings' };
    return [
      atLeast(
        rounds,
        { ...comparison, ours: 'pause', what: `${what}, the child waits for it as for the peer` },
        0.8,
      ),
      atLeast(
        rounds,
        { ...comparison, ours: 'skip', what: `${what}, the child runs ahead into the log` },
        0.8,
      ),
    ];
  },
};

function throughRunner(
  tools: BenchTools,
  command: readonly string[],
  whenSlow: WhenSlow,
): Promise<PeerResult> {
  return BenchRunner.use(tools, async (runner) => {
    let bytes = 0;
    const startedAtMs = performance.now();
    const process = await runner.spawn(command);
    const subscription = await runner.subscribe(
      process,
      (chunk) => {
        bytes += chunk.bytes.length;
      },
      whenSlow,
    );
    await subscription.whenEnded();
    return { bytes, ms: performance.now() - startedAtMs };
  });
}

async function throughBareConnection(tools: BenchTools, command: readonly string[]): Promise<PeerResult> {
  const { connection, end } = await startSocketPeer('messageSender', tools.scratch, command);
  let bytes = 0;
  connection.onNotification('output', ({ content }: { content: string }) => {
    bytes += content.length;
  });
  connection.listen();
  const startedAtMs = performance.now();
  await connection.sendRequest('run');
  const ms = performance.now() - startedAtMs;
  await end();
  return { bytes, ms };
}
