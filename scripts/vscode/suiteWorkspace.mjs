import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.mjs';
import { endRunner } from './endRunner.mjs';

/**
 * What one run of the extension suite found.
 *
 * @typedef {{ passed: number, failed: number, failures: string[] }} SuiteResult
 */

/** The bundle of test/suite/index.ts, which `node esbuild.mjs --tests` makes. */
export const suiteBundle = join(projectRoot, 'out', 'suite', 'index.js');

/**
 * A folder of its own for one run of the suite: a copy of the example workspace, which the tests may write to, and
 * the place where test/suite/suiteReporter.ts leaves the result.
 */
export async function createSuiteWorkspace() {
  const ownFolder = await mkdtemp(join(tmpdir(), 'procession-suite-'));
  const workspace = join(ownFolder, 'workspace');
  const resultFile = join(ownFolder, 'result.json');
  const stateDir = join(ownFolder, 'state');
  await cp(join(projectRoot, 'examples', 'workspace'), workspace, { recursive: true });
  return {
    ownFolder,
    workspace,
    /** For the extension host: where the reporter writes, and where the extension's runner keeps its state. */
    env: { PROCESSION_SUITE_RESULT: resultFile, PROCESSION_STATE_DIR: stateDir },
    /**
     * @param {string} errors what else was printed, for the case that the suite ended before its time
     * @returns {Promise<SuiteResult>}
     */
    async readResult(errors) {
      if (!existsSync(resultFile)) {
        throw new Error(`The extension suite ended without a result.\n${errors}`);
      }
      return /** @type {SuiteResult} */ (JSON.parse(await readFile(resultFile, 'utf8')));
    },
    /** Ends the suite's runner and removes the folder; to be called when VS Code has ended. */
    async remove() {
      await endRunner(stateDir);
      await rm(ownFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
