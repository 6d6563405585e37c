// npm run build [-- --tests]: bundles the product into dist, with --tests also the extension suite into out.
// npm run watch: the same again after every change.
import { watch } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { computeBuildId } from './scripts/build/buildId.mjs';
import { bundles } from './scripts/build/bundles.mjs';
import { projectRoot } from './scripts/projectRoot.mjs';

/** Saving many files at once (a branch switch, a formatter) is one change. */
const settleMs = 100;

const { values: options } = parseArgs({
  options: { tests: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});

const succeeded = await buildAll();
if (options.watch) buildAfterChanges();
else if (!succeeded) process.exitCode = 1;

/** @returns {Promise<boolean>} whether everything was built; what went wrong has been printed */
async function buildAll() {
  const startedAtMs = performance.now();
  const version = await readVersion();
  const buildId = await computeBuildId(version);
  const define = {
    PROCESSION_BUILD_ID: JSON.stringify(buildId),
    PROCESSION_VERSION: JSON.stringify(version),
  };

  // esbuild prints its own errors, for each bundle; the others are still built.
  const results = await Promise.allSettled(
    bundles({ tests: options.tests, define }).map((bundle) => build(bundle)),
  );
  const failed = results.filter((result) => result.status === 'rejected').length;
  if (failed > 0) {
    console.error(`✖ build: ${failed} of ${results.length} bundles failed`);
    return false;
  }
  await chmod(path.join(projectRoot, 'dist/cli.js'), 0o755);
  console.log(`✔ build ${buildId} (${Math.round(performance.now() - startedAtMs)} ms)`);
  return true;
}

/** @returns {Promise<string>} */
async function readVersion() {
  const text = await readFile(path.join(projectRoot, 'package.json'), 'utf8');
  const manifest = /** @type {{version: string}} */ (JSON.parse(text));
  return manifest.version;
}

/** Builds from scratch each time: it takes less than a second, and the build id then always tells the truth. */
function buildAfterChanges() {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let building = Promise.resolve(true);
  const folders = options.tests ? ['src', 'test/suite'] : ['src'];
  for (const folder of folders) {
    watch(path.join(projectRoot, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        building = building.then(buildAll);
      }, settleMs);
    });
  }
}
