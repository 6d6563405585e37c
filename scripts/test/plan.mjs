import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../projectRoot.mjs';

/**
 * The stages in the order in which they run: what is quick and says most comes first.
 *
 * `concurrency` marks a stage of node:test files in `test/<name>` and says how many run at once. Unit tests compute;
 * integration tests mostly wait but start processes; UI tests share one screen's worth of processor.
 *
 * @typedef {'check' | 'build' | 'unit' | 'contract' | 'integration' | 'suite' | 'ui'} StageName
 *
 * @type {Record<StageName, {concurrency?: number, needsBuild?: true}>}
 */
export const stages = {
  check: {},
  build: {},
  unit: { concurrency: 2 },
  contract: { concurrency: 2 },
  integration: { concurrency: 2, needsBuild: true },
  suite: { needsBuild: true },
  ui: { concurrency: 1, needsBuild: true },
};

export const stageNames = /** @type {StageName[]} */ (Object.keys(stages));

/**
 * What to run: each stage with its test files, in order. A stage that uses the bundles brings the build with it.
 *
 * @typedef {Map<StageName, string[]>} Plan
 *
 * @param {readonly string[]} args names of stages and test files; none means every stage
 * @returns {Plan}
 * @throws {Error} for an argument that is neither
 */
export function planStages(args) {
  /** @type {Plan} */
  const chosen = new Map();
  for (const arg of args.length > 0 ? args : stageNames) {
    const name = stageNames.find((stage) => stage === arg);
    if (name === undefined) addFile(chosen, arg);
    else chosen.set(name, testFilesOf(name));
  }
  if ([...chosen.keys()].some((name) => stages[name].needsBuild)) chosen.set('build', []);
  return new Map(stageNames.flatMap((name) => (chosen.has(name) ? [[name, chosen.get(name) ?? []]] : [])));
}

/** @param {StageName} name */
function testFilesOf(name) {
  if (stages[name].concurrency === undefined) return [];
  return globSync(`test/${name}/**/*.test.ts`, { cwd: projectRoot }).sort();
}

/**
 * @param {Plan} chosen
 * @param {string} file
 */
function addFile(chosen, file) {
  const relative = path.relative(projectRoot, path.resolve(file)).replaceAll(path.sep, '/');
  const name = stageNames.find((stage) => relative.startsWith(`test/${stage}/`));
  if (name === undefined || stages[name].concurrency === undefined || !existsSync(file)) {
    throw new Error(
      `${file} is neither a test file in ${nodeTestFolders().join(', ')} nor a stage. The stages are: ${stageNames.join(', ')}.`,
    );
  }
  chosen.set(name, [...(chosen.get(name) ?? []), relative]);
}

function nodeTestFolders() {
  return stageNames.filter((name) => stages[name].concurrency !== undefined).map((name) => `test/${name}`);
}
