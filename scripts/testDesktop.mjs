// npm run test:desktop [-- VERSION]: the extension suite in a desktop VS Code, which is downloaded: the oldest one the
// extension supports, or the version given ("stable", "insiders", "1.120.0").
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { projectRoot } from './projectRoot.mjs';
import { createSuiteWorkspace, suiteBundle } from './vscode/suiteWorkspace.mjs';

try {
  buildSuite();
  const executable = await download(process.argv[2] ?? (await minimumVersion()));
  const { passed, failed, failures } = await runSuite(executable);
  for (const failure of failures) console.log(`✖ ${failure}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function buildSuite() {
  const { status } = spawnSync(process.execPath, ['esbuild.mjs', '--tests'], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The extension suite could not be built.');
}

/** The lower end of the range that package.json promises. */
async function minimumVersion() {
  const manifest = /** @type {{ engines: { vscode: string } }} */ (
    JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'))
  );
  return manifest.engines.vscode.replace('^', '');
}

/** @param {string} version */
async function download(version) {
  try {
    return await downloadAndUnzipVSCode(version);
  } catch (error) {
    throw new Error(
      `VS Code ${version} could not be downloaded: ${error instanceof Error ? error.message : String(error)}.\n` +
        'Where update.code.visualstudio.com cannot be reached, "npm run test:vscode" runs the same suite in the ' +
        'VS Code server from the npm registry.',
      { cause: error },
    );
  }
}

/** @param {string} vscodeExecutablePath */
async function runSuite(vscodeExecutablePath) {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Error('A desktop VS Code needs a display: run "xvfb-run -a npm run test:desktop".');
  }
  const suite = await createSuiteWorkspace();
  try {
    const errors = await exitError({
      vscodeExecutablePath,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: suiteBundle,
      extensionTestsEnv: suite.env,
      launchArgs: [
        suite.workspace,
        '--disable-extensions',
        '--disable-workspace-trust',
        ...['--user-data-dir', join(suite.ownFolder, 'user')],
      ],
    });
    return await suite.readResult(errors);
  } finally {
    await suite.remove();
  }
}

/**
 * VS Code ends with an error when a test has failed, but what failed, and how often, is in the result.
 *
 * @param {Parameters<typeof runTests>[0]} options
 */
async function exitError(options) {
  try {
    await runTests(options);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
