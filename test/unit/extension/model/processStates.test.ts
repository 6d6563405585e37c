import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activeThenNewest, countProcesses, hasEnded } from '../../../../src/extension/model/processStates.ts';
import { processStateSchema } from '../../../../src/protocol/process.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';

describe('process states', () => {
  it('counts each state where a person would', () => {
    const processes = processStateSchema.options.map((state) => makeProcessInfo({ state }));
    assert.deepEqual(countProcesses(processes), { total: 7, active: 5, starting: 1, failed: 1 });
  });

  it('takes exactly stopped and failed for the end', () => {
    assert.deepEqual(processStateSchema.options.filter(hasEnded), ['stopped', 'failed']);
  });

  it('puts what is alive on top, the newest first', () => {
    const sorted = [
      makeProcessInfo({ id: 'old', state: 'stopped', createdAtMs: 1 }),
      makeProcessInfo({ id: 'failed', state: 'failed', createdAtMs: 9 }),
      makeProcessInfo({ id: 'running', state: 'running', createdAtMs: 2 }),
      makeProcessInfo({ id: 'waiting', state: 'pending', createdAtMs: 3 }),
    ].sort(activeThenNewest);
    assert.deepEqual(
      sorted.map(({ id }) => id),
      ['waiting', 'running', 'failed', 'old'],
    );
  });
});
