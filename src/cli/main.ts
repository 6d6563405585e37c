import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { createSystemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { buildInfo } from '../client/buildInfo.ts';
import { ensureRunner } from '../client/ensureRunner.ts';
import { findRunner, type RunnerLookup } from '../client/findRunner.ts';
import type { RunnerProgram } from '../client/runnerProgram.ts';
import { defaultStateDir } from '../client/stateDir.ts';
import type { CliContext } from './cliContext.ts';
import { currentFolder } from './currentFolder.ts';
import { EXIT_FAILURE } from './exitCodes.ts';
import { describeOldNode } from './nodeVersion.ts';
import { endSignals } from './endSignals.ts';
import { runCli } from './runCli.ts';

function createContext(entryFile: string): CliContext {
  const clock = createSystemClock(globalThis);
  const lookUp = (stateDir: string | undefined): RunnerLookup => ({
    stateDir: stateDir === undefined ? userStateDir() : path.resolve(stateDir),
    client: { name: 'procession-cli', version: buildInfo.version },
    clock,
    logger: silentLogger,
  });
  return {
    env: process.env,
    currentFolder,
    stdin: () => process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    clock,
    onSignal: endSignals(process),
    runner: {
      find: (stateDir) => findRunner(lookUp(stateDir)),
      ensure: (stateDir) => ensureRunner(lookUp(stateDir), runnerProgram(entryFile), buildInfo.buildId),
    },
  };
}

function userStateDir(): string {
  const { env, platform } = process;
  return defaultStateDir({ env, platform, homeDir: homedir(), currentDir: process.cwd() });
}

/** The runner's bundle lies beside ours; sources that run as they are find the runner's sources. */
function runnerProgram(entryFile: string): RunnerProgram {
  const { env, execPath, versions } = process;
  const folder = path.dirname(entryFile);
  const isBundle = path.extname(entryFile) !== '.ts';
  const ownNode = env['PROCESSION_NODE'];
  return {
    execPath: ownNode ?? execPath,
    runnerPath: isBundle ? path.join(folder, 'runner.js') : path.join(folder, '../runner/main.ts'),
    env,
    isElectron: ownNode === undefined && versions['electron'] !== undefined,
  };
}

async function main(): Promise<number> {
  const oldNode = describeOldNode(process.versions.node, process.env['PROCESSION_NODE'] !== undefined);
  if (oldNode !== undefined) {
    process.stderr.write(`procession: ${oldNode}\n`);
    return EXIT_FAILURE;
  }
  // A stream that fails tells whoever writes to it; without a listener it would also end this program.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // The package manager starts us through a link.
  const entryFile = realpathSync(process.argv[1] ?? '');
  return runCli(process.argv.slice(2), createContext(entryFile));
}

main().then(
  // Everything is written by now; a terminal or pipe that is still open for reading must not hold us.
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`procession: ${String(error)}\n`);
    process.exit(EXIT_FAILURE);
  },
);
