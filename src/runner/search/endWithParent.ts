import { Worker } from 'node:worker_threads';

/** Waits for the end of the standard input, which comes with the end of whoever holds the other side of it. */
const WATCH = `
  const { read } = require('node:fs');
  read(0, Buffer.alloc(1), 0, 1, null, () => process.kill(process.pid, 'SIGKILL'));
`;

/**
 * Ends this process when its standard input ends, even while its thread is busy for ever: a regular expression that never
 * comes back must not outlive the runner that asked for it.
 */
export function endWithParent(): void {
  // With streams of its own: otherwise this thread's would be opened for it, which makes the pipes non-blocking.
  new Worker(WATCH, { eval: true, stdout: true, stderr: true }).unref();
}
