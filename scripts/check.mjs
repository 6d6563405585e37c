// npm run check [-- types lint format imports unused]: everything a machine can say about the code without running it.
import { checkNames, runChecks } from './check/runChecks.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !checkNames.includes(name));

if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(', ')}. The checks are: ${checkNames.join(', ')}.`);
  process.exitCode = 2;
} else {
  const results = await runChecks(names.length > 0 ? names : checkNames);
  process.exitCode = results.every((result) => result.passed) ? 0 : 1;
}
