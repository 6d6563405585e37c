import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../projectRoot.mjs';

/** @typedef {import('./countReporter.mjs').TestCounts} TestCounts */

/** A test file that takes longer hangs; the run should say which, and go on. */
const fileTimeoutMs = 300_000;

const preload = pathToFileURL(path.join(projectRoot, 'test/helpers/failOnWarnings.ts')).href;
const countReporter = pathToFileURL(path.join(import.meta.dirname, 'countReporter.mjs')).href;

/**
 * Runs test files of node:test, each in a process of its own, and shows them as they run.
 *
 * @param {readonly string[]} files
 * @param {{concurrency: number}} options
 * @returns {Promise<TestCounts>}
 */
export async function runNodeTests(files, { concurrency }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'procession-tests-'));
  const countFile = path.join(folder, 'counts.json');
  try {
    const code = await runNode([
      '--test',
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${fileTimeoutMs}`,
      `--import=${preload}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${countReporter}`,
      `--test-reporter-destination=${countFile}`,
      ...files,
    ]);
    const counts = /** @type {TestCounts} */ (JSON.parse(await readFile(countFile, 'utf8')));
    // Whatever Node complains about that no test owns must not get lost.
    return code !== 0 && counts.failed === 0
      ? { ...counts, failed: 1, failures: [`node --test ended with ${code} though no test failed`] }
      : counts;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * @param {string[]} args
 * @returns {Promise<number | NodeJS.Signals | null>} the exit code, or the signal that ended it
 */
function runNode(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve(signal ?? code);
    });
  });
}
