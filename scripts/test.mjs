// npm test [-- stage... | file...]: on a fresh checkout this needs nothing but Node 20 or newer and npm.
// It sees to the dependencies, one of which is the Node the tests run under, and hands over to that Node.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './projectRoot.mjs';
import { ensureDependencies } from './test/ensureDependencies.mjs';
import { node24Environment, node24Path } from './vscode/node24.mjs';

ensureDependencies();

const main = path.join(projectRoot, 'scripts/test/main.mjs');
const tests = spawn(node24Path(), [main, ...process.argv.slice(2)], {
  cwd: projectRoot,
  env: node24Environment(),
  stdio: 'inherit',
});

// The terminal sends Ctrl-C to both; staying until the tests have ended keeps the prompt from coming back before.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => tests.kill('SIGTERM'));
tests.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
