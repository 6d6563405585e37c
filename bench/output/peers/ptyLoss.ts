// ptyLoss RUNS WORK_MS PAUSE_MS EXPECTED_BYTES COMMAND [ARGS...]: counts what node-pty's public class loses.
import { spawn } from 'node-pty';
import { busy, inParallel, widthFor } from '../support/inParallel.ts';

/** After the exit, and after a pause: what has not come by then does not come. */
const SETTLE_MS = 300;

const [runs = 0, workMs = 0, pauseMs = 0, expectedBytes = 0] = process.argv.slice(2, 6).map(Number);
const [file = '', ...args] = process.argv.slice(6);
const loss = { lost: 0, runsWithLoss: 0, runs };
await inParallel(runs, widthFor(pauseMs), async () => {
  const lost = expectedBytes - (await receivedInOneRun());
  if (lost === 0) return;
  loss.lost += lost;
  loss.runsWithLoss++;
});
process.stdout.write(JSON.stringify(loss));

async function receivedInOneRun(): Promise<number> {
  let bytes = 0;
  let resumed = Promise.resolve();
  const pty = spawn(file, args, { cols: 80, rows: 30, encoding: null });
  pty.onData((chunk) => {
    if (bytes === 0 && pauseMs > 0) {
      pty.pause();
      resumed = pause(pauseMs).then(() => pty.resume());
    }
    bytes += chunk.length;
    if (workMs > 0) busy(workMs);
  });
  await new Promise<void>((resolve) => {
    pty.onExit(() => resolve());
  });
  await resumed;
  await pause(SETTLE_MS);
  return bytes;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
