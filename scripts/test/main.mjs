// The tests themselves, under the Node of the project; scripts/test.mjs gets here.
import { planStages } from './plan.mjs';
import { runStages } from './runStages.mjs';

const args = process.argv.slice(2);

try {
  const { passed, failed, failures } = await runStages(planStages(args));
  console.log('');
  for (const failure of failures) console.log(`✖ ${failure}`);
  // Whoever runs this reads the verdict from the last line, so nothing comes after it.
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
