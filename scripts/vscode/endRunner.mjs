import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Ends the runner of a state directory, and with it the processes it runs: it outlives the window and the server by
 * design, so whoever tried it out has to see to it. Resolves when it has taken itself off the list; at once if there
 * is none.
 *
 * @param {string} stateDir
 */
export async function endRunner(stateDir) {
  const runnerFile = join(stateDir, 'runner.json');
  if (!existsSync(runnerFile)) return;
  const { pid } = /** @type {{ pid: number }} */ (JSON.parse(await readFile(runnerFile, 'utf8')));
  if (!signal(pid)) return;
  const deadline = performance.now() + endTimeoutMs;
  while (existsSync(runnerFile)) {
    if (performance.now() > deadline) throw new Error(`The runner (pid ${pid}) of ${stateDir} does not end.`);
    await pause(pollIntervalMs);
  }
}

/**
 * @param {number} pid
 * @returns {boolean} false if it was killed before, and so could not remove its file
 */
function signal(pid) {
  try {
    return process.kill(pid, 'SIGTERM');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
    throw error;
  }
}

/** Twice the grace that a runner gives its processes before it kills them. */
const endTimeoutMs = 10_000;

const pollIntervalMs = 20;
