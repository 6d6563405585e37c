import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OutputHolds } from '../../../../src/runner/scheduling/outputHolds.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('OutputHolds', () => {
  checkLeaks();

  it('holds the source with the first reason, and lets it go on with the last', () => {
    const { holds, calls } = attached();
    const [disk, viewer] = [{}, {}];
    holds.hold(disk);
    holds.hold(viewer);
    holds.hold(viewer);
    holds.release(disk);
    assert.deepEqual(calls, ['pause']);
    holds.release(viewer);
    assert.deepEqual(calls, ['pause', 'resume']);
  });

  it('takes no notice of a release without a hold', () => {
    const { holds, calls } = attached();
    holds.release({});
    assert.deepEqual(calls, []);
  });

  it('holds the next source from its beginning, if there is a reason still', () => {
    const holds = new OutputHolds();
    holds.hold({});
    holds.attach(undefined);
    const calls: string[] = [];
    holds.attach({ pauseOutput: () => calls.push('pause'), resumeOutput: () => calls.push('resume') });
    assert.deepEqual(calls, ['pause']);
  });
});

function attached(): { holds: OutputHolds; calls: string[] } {
  const calls: string[] = [];
  const holds = new OutputHolds();
  holds.attach({ pauseOutput: () => calls.push('pause'), resumeOutput: () => calls.push('resume') });
  return { holds, calls };
}
