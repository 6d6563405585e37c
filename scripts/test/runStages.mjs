import { spawnSync } from 'node:child_process';
import { checkNames, runChecks } from '../check/runChecks.mjs';
import { projectRoot } from '../projectRoot.mjs';
import { installVscodeServer } from '../vscode/installServer.mjs';
import { runNodeTests } from './nodeTests.mjs';
import { stages } from './plan.mjs';
import { warnOfMissingPackages } from './systemPackages.mjs';

/**
 * @typedef {import('./countReporter.mjs').TestCounts} TestCounts
 * @typedef {import('./plan.mjs').Plan} Plan
 * @typedef {import('./plan.mjs').StageName} StageName
 */

/**
 * Runs the stages one after another, all of them, and adds up what they say. Only what needs the bundles is left out
 * when they could not be built.
 *
 * @param {Plan} plan
 * @returns {Promise<TestCounts>}
 */
export async function runStages(plan) {
  /** @type {TestCounts} */
  const total = { passed: 0, failed: 0, failures: [] };
  const serverInstalled = prepareVscode(plan);

  let buildFailed = false;
  for (const [name, files] of plan) {
    /** @type {TestCounts} */
    const counts =
      buildFailed && stages[name].needsBuild
        ? failure('not run, because the build failed')
        : await runStage({ name, files, withSuite: plan.has('suite'), serverInstalled });
    if (name === 'build') buildFailed = counts.failed > 0;

    total.passed += counts.passed;
    total.failed += counts.failed;
    total.failures.push(...counts.failures.map((text) => `${name}: ${text}`));
  }
  return total;
}

/**
 * The stages in VS Code need a server, whose first installation takes a while on the network: it goes on beside the
 * stages before them.
 *
 * @param {Plan} plan
 * @returns {Promise<unknown>} rejects if it could not be installed
 */
function prepareVscode(plan) {
  if (!plan.has('suite') && !plan.has('ui')) return Promise.resolve();
  warnOfMissingPackages();
  const installed = installVscodeServer();
  // The stages that wait for it report the failure; until then it must not end the run as an unhandled rejection.
  installed.catch(() => undefined);
  return installed;
}

/**
 * @param {object} stage
 * @param {StageName} stage.name
 * @param {string[]} stage.files
 * @param {boolean} stage.withSuite the extension suite runs too, so the build includes it
 * @param {Promise<unknown>} stage.serverInstalled
 * @returns {Promise<TestCounts>}
 */
async function runStage({ name, files, withSuite, serverInstalled }) {
  console.log(`\n── ${name} ──`);
  try {
    if (name === 'suite' || name === 'ui') await serverInstalled;
    if (name === 'check') return await runCheckStage();
    if (name === 'build') return runBuildStage(withSuite);
    if (name === 'suite') return await runSuiteStage();
    if (files.length > 0) return await runNodeTests(files, { concurrency: stages[name].concurrency ?? 1 });
    console.log(`There are no test files in test/${name}.`);
    return { passed: 0, failed: 0, failures: [] };
  } catch (error) {
    console.error(error);
    return failure(error instanceof Error ? error.message : String(error));
  }
}

/** @returns {Promise<TestCounts>} */
async function runCheckStage() {
  const results = await runChecks(checkNames);
  const failures = results.filter((result) => !result.passed).map((result) => result.name);
  return { passed: results.length - failures.length, failed: failures.length, failures };
}

/**
 * @param {boolean} withSuite
 * @returns {TestCounts}
 */
function runBuildStage(withSuite) {
  const args = ['esbuild.mjs', ...(withSuite ? ['--tests'] : [])];
  const { status } = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' });
  return status === 0 ? { passed: 1, failed: 0, failures: [] } : failure('the bundles could not be built');
}

/** @returns {Promise<TestCounts>} */
async function runSuiteStage() {
  const { runExtensionSuite } = await import('../vscode/runExtensionSuite.mjs');
  return runExtensionSuite();
}

/**
 * @param {string} text
 * @returns {TestCounts}
 */
function failure(text) {
  return { passed: 0, failed: 1, failures: [text] };
}
