import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planStages } from '../../../scripts/test/plan.mjs';

const thisFile = 'test/unit/scripts/plan.test.ts';

describe('plan of a test run', () => {
  it('is every stage in order without arguments', () => {
    const names = [...planStages([]).keys()];
    assert.deepEqual(names, ['check', 'build', 'unit', 'contract', 'integration', 'suite', 'ui']);
  });

  it('finds the files of a stage', () => {
    assert.ok(planStages(['unit']).get('unit')?.includes(thisFile));
  });

  it('puts a file into its stage', () => {
    assert.deepEqual([...planStages([thisFile])], [['unit', [thisFile]]]);
  });

  it('brings the build with a stage that runs what was built', () => {
    assert.deepEqual([...planStages(['integration']).keys()], ['build', 'integration']);
  });

  it('refuses what is neither a stage nor a test file, and names the stages', () => {
    assert.throws(() => planStages(['unti']), /unti is neither .* check, build, unit/);
    assert.throws(() => planStages(['package.json']), /package.json is neither/);
    assert.throws(() => planStages(['test/unit/missing.test.ts']), /missing.test.ts is neither/);
  });
});
