import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeOldNode } from '../../../src/cli/nodeVersion.ts';

describe('describeOldNode', () => {
  for (const [version, hasRunnerNode, isOld] of [
    ['20.20.2', false, true],
    ['20.20.2', true, true],
    ['22.12.0', false, true],
    ['22.0.0', true, false],
    ['22.13.0', false, false],
    ['24.1.0', false, false],
  ] as const) {
    const runner = hasRunnerNode ? 'another Node for the runner' : 'the same Node for the runner';
    it(`${isOld ? 'refuses' : 'takes'} ${version} with ${runner}`, () => {
      const sentence = describeOldNode(version, hasRunnerNode);
      assert.equal(sentence !== undefined, isOld);
      if (sentence !== undefined) assert.match(sentence, new RegExp(`Node ${version}.*needs Node 22\\.`));
    });
  }
});
