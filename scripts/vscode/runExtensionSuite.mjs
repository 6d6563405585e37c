import { join } from 'node:path';
import { projectRoot } from '../projectRoot.mjs';
import { installVscodeServer } from './installServer.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { startVscodeServer } from './serverProcess.mjs';
import { createSuiteWorkspace, suiteBundle } from './suiteWorkspace.mjs';
import { workbenchUrl } from './workbenchUrl.mjs';

/**
 * Runs the built extension suite in the extension host of a VS Code server, with the extension loaded from this
 * checkout, and prints what the suite prints.
 *
 * @returns {Promise<import('./suiteWorkspace.mjs').SuiteResult>} rejects if the suite did not get to its end
 */
export async function runExtensionSuite() {
  const libVscode = await installVscodeServer();
  const suite = await createSuiteWorkspace();
  try {
    const server = await startVscodeServer({
      libVscode,
      serverDataDir: join(suite.ownFolder, 'server'),
      extensionsDir: join(suite.ownFolder, 'extensions'),
      trust: 'disabled',
      testDriver: true,
      env: suite.env,
    });
    try {
      const url = workbenchUrl({
        server,
        folder: suite.workspace,
        extensionPath: projectRoot,
        extensionTestsPath: suiteBundle,
      });
      const errors = await openUntilSuiteEnds(url);
      return await suite.readResult(errors);
    } finally {
      await server.stop();
    }
  } finally {
    await suite.remove();
  }
}

/**
 * @param {string} url
 * @returns {Promise<string>} the errors that the window printed meanwhile, its own ones included
 */
async function openUntilSuiteEnds(url) {
  const browser = await launchBrowser();
  const ended = Promise.withResolvers();
  const timer = setTimeout(
    () => ended.reject(new Error('The extension suite does not end.')),
    suiteTimeoutMs,
  );
  /** @type {string[]} */
  const errors = [];
  try {
    const page = await browser.newPage();
    page.on('crash', () => ended.reject(new Error('The page with the workbench crashed.')));
    page.on('console', (message) => {
      const line = suiteLine.exec(message.text())?.[1];
      if (line !== undefined) console.log(line);
      else if (message.type() === 'error') errors.push(message.text());
    });
    // The workbench calls a global function of this name when its test host has ended.
    await page.exposeFunction('codeAutomationExit', ended.resolve);
    await page.goto(url);
    await ended.promise;
    return errors.join('\n');
  } finally {
    clearTimeout(timer);
    await browser.close();
  }
}

/** What test/suite/suiteReporter.ts marks as its own, after whatever the console puts before it. */
const suiteLine = /\[suite\] (.*)/;

/** For all tests together; each of them has a limit of its own. */
const suiteTimeoutMs = 600_000;
