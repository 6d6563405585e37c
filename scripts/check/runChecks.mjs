import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../projectRoot.mjs';

/** Two at a time: the tools are single-threaded, and the smallest machines have two cores. */
const parallelChecks = 2;

/**
 * Each check is a program of a development dependency, the longest first.
 *
 * @type {Record<string, {program: string, args: string[]}>}
 */
const checks = {
  lint: { program: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  types: {
    program: 'typescript/bin/tsc',
    args: ['--build', '--pretty', process.stdout.isTTY ? 'true' : 'false'],
  },
  unused: { program: 'knip/bin/knip.js', args: ['--no-progress'] },
  imports: { program: 'dependency-cruiser/bin/dependency-cruise.mjs', args: ['src', 'test', 'scripts'] },
  format: {
    program: 'prettier/bin/prettier.cjs',
    args: ['--check', '.', '--log-level', 'warn', '--cache'],
  },
};

/** The names `runChecks` knows. */
export const checkNames = Object.keys(checks);

/**
 * @typedef {object} CheckResult
 * @property {string} name
 * @property {boolean} passed
 * @property {number} durationMs
 */

/**
 * Runs every named check, also after one has failed, and prints one line for each as it ends, with the output of
 * those that failed above it.
 *
 * @param {readonly string[]} names
 * @returns {Promise<CheckResult[]>} in the order in which the checks ended
 */
export async function runChecks(names) {
  const waiting = Object.entries(checks).filter(([name]) => names.includes(name));
  /** @type {CheckResult[]} */
  const results = [];

  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, command] = next;
      results.push(await runCheck(name, command));
    }
  };
  await Promise.all(Array.from({ length: parallelChecks }, work));
  return results;
}

/**
 * @param {string} name
 * @param {{program: string, args: string[]}} command
 * @returns {Promise<CheckResult>}
 */
async function runCheck(name, { program, args }) {
  const startedAtMs = performance.now();
  const { output, succeeded } = await capture(path.join(projectRoot, 'node_modules', program), args);
  const durationMs = performance.now() - startedAtMs;

  if (!succeeded) process.stdout.write(`${output.trimEnd()}\n`);
  const seconds = (durationMs / 1000).toFixed(1);
  process.stdout.write(`${succeeded ? '✔' : '✖'} check ${name} (${seconds} s)\n`);
  return { name, passed: succeeded, durationMs };
}

/**
 * Runs a program under this Node and keeps what it prints, so that two running at once do not mix their lines.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<{output: string, succeeded: boolean}>}
 */
function capture(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: projectRoot,
      env: colourful(process.env),
    });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ output: Buffer.concat(chunks).toString(), succeeded: code === 0 }));
  });
}

/** @param {NodeJS.ProcessEnv} env */
function colourful(env) {
  return process.stdout.isTTY ? { ...env, FORCE_COLOR: '1' } : env;
}
