import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { TestCounts } from '../../../scripts/test/countReporter.mjs';
import { projectRoot } from '../../../scripts/projectRoot.mjs';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { runNode } from '../../helpers/runNode.ts';

describe('counting of node:test files', () => {
  checkLeaks();

  let counts: TestCounts;

  before(async () => {
    counts = await countTests('everyEnding', 'warning', 'crash');
  });

  it('counts the leaves that passed', () => {
    // "passes", "child", "other child", "passes all the same"
    assert.equal(counts.passed, 4);
  });

  it('counts a failed leaf once, not again for each suite around it', () => {
    assert.deepEqual(failuresNaming('inner'), [
      'test/fixtures/reporter/everyEnding.ts: fails inside: inner failure',
    ]);
  });

  it('counts a parent or a suite that failed by itself', () => {
    assert.equal(failuresNaming('own failure').length, 1);
    assert.equal(failuresNaming('hook failure').length, 1);
  });

  it('counts what is skipped or to do as failed, but not what cannot run on this system', () => {
    const reason = 'skipped or todo without a "platform:" reason';
    assert.deepEqual(failuresNaming(reason), [
      `test/fixtures/reporter/everyEnding.ts: is skipped: ${reason}`,
      `test/fixtures/reporter/everyEnding.ts: is still to do: ${reason}`,
    ]);
    assert.deepEqual(failuresNaming('cannot run here'), []);
  });

  it('counts a test that passed with a warning as failed', () => {
    assert.deepEqual(failuresNaming('warns'), [
      'test/fixtures/reporter/warning.ts: warns: something is wrong',
    ]);
  });

  it('counts a file that ended without a test as failed', () => {
    assert.deepEqual(failuresNaming('crash'), ['test/fixtures/reporter/crash.ts: test failed']);
  });

  it('counts nothing else', () => {
    assert.equal(counts.failed, counts.failures.length);
    assert.equal(counts.failed, 7);
  });

  function failuresNaming(text: string): string[] {
    return counts.failures.filter((failure) => failure.includes(text));
  }
});

/** In a process of its own, as `node --test` refuses to run inside of itself. */
async function countTests(...fixtures: string[]): Promise<TestCounts> {
  const module = pathToFileURL(`${projectRoot}/scripts/test/nodeTests.mjs`).href;
  const files = fixtures.map((name) => `test/fixtures/reporter/${name}.ts`);
  const script = `
    import { runNodeTests } from ${JSON.stringify(module)};
    const counts = await runNodeTests(${JSON.stringify(files)}, { concurrency: 1 });
    console.log(JSON.stringify(counts));`;
  const { output } = await runNode('--input-type=module', '--eval', script);
  const lastLine = output.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(lastLine) as TestCounts;
}
