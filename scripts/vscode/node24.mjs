import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectRoot } from '../projectRoot.mjs';

const binFolder = join(projectRoot, 'node_modules', '.bin');

/**
 * The Node 24 that the `node` development dependency installs: the VS Code server and the build
 * want it, whatever Node the machine has.
 */
export function node24Path() {
  const path = join(binFolder, 'node');
  if (!existsSync(path)) {
    throw new Error(`Node 24 is missing at ${path}: run "npm ci" first.`);
  }
  return path;
}

/**
 * This process's environment with Node 24 first on the path, so that `npm` and the install
 * scripts it runs use it as well.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function node24Environment() {
  return { ...process.env, PATH: `${binFolder}${delimiter}${process.env['PATH'] ?? ''}` };
}
