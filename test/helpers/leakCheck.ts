import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import { findLeakedProcesses, type LeakedProcess } from './leakedProcesses.ts';

/** What has been told to end may need a moment for it; what has not been told never ends. */
const settleMs = 2_000;

const pollIntervalMs = 20;

/**
 * Makes the suite (or, called outside of any, the file) fail if it leaves something behind: a process it started,
 * even one that has detached itself, or anything that keeps this process alive, such as a timer, a socket, a server.
 * Processes left behind are killed, so that they do not disturb what comes after.
 *
 * Make it the first line of the suite: what was there before the suite's own hooks is the measure of what is after
 * them.
 */
export function checkLeaks(): void {
  let processesBefore: readonly LeakedProcess[] = [];
  let resourcesBefore: readonly string[] = [];

  before(async () => {
    processesBefore = await findLeakedProcesses();
    // Read through `eventually` here too, so that its own timer is in both readings.
    resourcesBefore = await eventually(() => process.getActiveResourcesInfo());
  });

  // Hooks run in the order of their registration. In a microtask, this one is registered when the body of the suite
  // has been read, and so runs after the suite's own hooks have cleaned up.
  queueMicrotask(() => {
    after(async () => {
      await throwIfProcessesLeft(processesBefore);
      await eventually(() => throwIfResourcesLeft(resourcesBefore), {
        timeoutMs: settleMs,
        description: 'the suite has closed what it opened',
      });
    });
  });
}

async function throwIfProcessesLeft(earlier: readonly LeakedProcess[]): Promise<void> {
  const left = await survivors(earlier);
  for (const { pid } of left) kill(pid);
  const list = left.map(({ pid, commandLine }) => `\n  ${pid} ${commandLine}`);
  assert.equal(left.length, 0, `The suite left processes running:${list.join('')}`);
}

/** Those that still live when everything had time to end. */
async function survivors(earlier: readonly LeakedProcess[]): Promise<LeakedProcess[]> {
  const known = new Set(earlier.map(({ pid }) => pid));
  const deadline = performance.now() + settleMs;
  for (;;) {
    const found = (await findLeakedProcesses()).filter(({ pid }) => !known.has(pid));
    if (found.length === 0 || performance.now() > deadline) return found;
    await sleep(pollIntervalMs);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    const hasEnded = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!hasEnded) throw error;
  }
}

function throwIfResourcesLeft(earlier: readonly string[]): void {
  const left = [...process.getActiveResourcesInfo()];
  for (const resource of earlier) {
    const index = left.indexOf(resource);
    if (index >= 0) left.splice(index, 1);
  }
  assert.equal(left.length, 0, `Still open: ${left.join(', ')}`);
}
