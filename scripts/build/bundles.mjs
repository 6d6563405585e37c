import { projectRoot } from '../projectRoot.mjs';

/** The oldest Node the product meets: the extension host of the minimum VS Code (1.105) runs Node 22. */
const target = 'node22';

/** A native module cannot go into a bundle; it is loaded from the node_modules folder beside it. */
const nativeModules = ['node-pty'];

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target,
  // Smaller, but with the names of the sources: a stack trace a user sends in can be read as it is.
  minifySyntax: true,
  sourcemap: 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} */
const product = [
  {
    ...shared,
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode', ...nativeModules],
  },
  {
    ...shared,
    entryPoints: ['src/runner/main.ts'],
    outfile: 'dist/runner.js',
    external: nativeModules,
  },
  {
    ...shared,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    external: nativeModules,
    banner: { js: '#!/usr/bin/env node' },
  },
];

/**
 * What VS Code's test host loads: mocha comes from node_modules, so that the suite and the runner share one copy.
 *
 * @type {import('esbuild').BuildOptions}
 */
const extensionSuite = {
  ...shared,
  entryPoints: ['test/suite/index.ts'],
  outfile: 'out/suite/index.js',
  external: ['vscode', 'mocha', ...nativeModules],
};

/**
 * @param {object} options
 * @param {boolean} options.tests also what only tests load
 * @param {Record<string, string>} options.define constants put in place of their names
 * @returns {import('esbuild').BuildOptions[]}
 */
export function bundles({ tests, define }) {
  const all = tests ? [...product, extensionSuite] : product;
  return all.map((bundle) => ({ ...bundle, absWorkingDir: projectRoot, define }));
}
