import { spawn } from 'node:child_process';

/**
 * Runs one command of an installation and is silent about it unless it fails: then the error says
 * which step failed, how, and shows the last lines that the command printed.
 *
 * @param {{ step: string, command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export async function runStep({ step, command, args, cwd, env = process.env }) {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (printed += text));
  }
  /** @type {string | number | null} */
  const ending = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${step} could not start: ${error.message}`)));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  if (ending !== 0) {
    const tail = printed.trimEnd().split('\n').slice(-shownLines).join('\n');
    throw new Error(`${step} failed: "${[command, ...args].join(' ')}" ended with ${ending}.\n${tail}`);
  }
}

/** Enough for a compiler's or npm's own summary of what went wrong, and no more than a screen. */
const shownLines = 30;
