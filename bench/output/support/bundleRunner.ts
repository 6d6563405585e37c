import path from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../../../scripts/build/bundles.mjs';
import { projectRoot } from '../../../scripts/projectRoot.mjs';

/**
 * Bundles the runner as the product has it, from the sources as they are now, and leaves `dist` alone. It stands below
 * `node_modules`, so that it finds node-pty.
 */
export async function bundleRunner(): Promise<string> {
  const define = { PROCESSION_BUILD_ID: '"bench"', PROCESSION_VERSION: '"0.0.0"' };
  const bundle = bundles({ tests: false, define }).find(({ outfile }) => outfile === 'dist/runner.js');
  if (bundle === undefined) throw new Error('The build has no bundle of the runner.');
  const outfile = path.join(projectRoot, 'node_modules/.cache/bench/runner.js');
  await build({ ...bundle, outfile });
  return outfile;
}
