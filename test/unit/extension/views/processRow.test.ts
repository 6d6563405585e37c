import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { processRow, type ProcessRow } from '../../../../src/extension/views/processRow.ts';
import type { ProcessInfo } from '../../../../src/protocol/process.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';

const startedAtMs = 1_000;
const ended = { startedAtMs, endedAtMs: 4_200 };

describe('processRow', () => {
  const cases: [facts: Partial<ProcessInfo>, row: Omit<ProcessRow, 'label'>][] = [
    [
      { state: 'running' },
      {
        description: 'pid 4242 · 2 min',
        icon: { id: 'play-circle', color: 'testing.iconPassed' },
        contextValue: 'process.running.active.pipes',
        spoken: 'sleep 60, running, pid 4242 · 2 min',
      },
    ],
    [
      { state: 'stopping', spec: { command: 'x', interactive: true } },
      {
        description: 'stopping · pid 4242',
        icon: { id: 'loading~spin' },
        contextValue: 'process.stopping.active.pty',
        spoken: 'sleep 60, stopping · pid 4242',
      },
    ],
    [
      { state: 'stopped', cause: 'exited', exit: { code: 0 }, ...ended },
      {
        description: 'exit 0 · 3.2 s',
        icon: { id: 'pass', color: 'disabledForeground' },
        contextValue: 'process.stopped.ended.pipes',
        spoken: 'sleep 60, stopped, exited with code 0 after 3.2 s',
      },
    ],
    [
      { state: 'stopped', cause: 'cancelled', exit: { signal: 'SIGTERM' }, ...ended },
      {
        description: 'stopped · 3.2 s',
        icon: { id: 'circle-slash', color: 'disabledForeground' },
        contextValue: 'process.stopped.ended.pipes',
        spoken: 'sleep 60, stopped (SIGTERM) after 3.2 s',
      },
    ],
    [
      { state: 'failed', cause: 'exited', exit: { signal: 'SIGSEGV' }, ...ended },
      {
        description: 'SIGSEGV · 3.2 s',
        icon: { id: 'error', color: 'testing.iconFailed' },
        contextValue: 'process.failed.ended.pipes',
        spoken: 'sleep 60, failed, killed by SIGSEGV after 3.2 s',
      },
    ],
  ];
  for (const [facts, row] of cases) {
    it(`describes one that is ${row.contextValue}`, () => {
      assert.deepEqual(processRow(makeProcessInfo({ startedAtMs, ...facts }), 121_000 + startedAtMs), {
        label: 'sleep 60',
        ...row,
      });
    });
  }

  it('describes one that waits, starts, is paused or did not start', () => {
    const { pid, startedAtMs: started, ...bare } = makeProcessInfo();
    assert.equal(pid, 4242);
    assert.equal(started, 1_000);
    assert.equal(processRow({ ...bare, state: 'pending' }, 0).spoken, 'sleep 60, pending');
    assert.equal(processRow({ ...bare, state: 'starting' }, 0).spoken, 'sleep 60, starting');
    assert.equal(processRow(makeProcessInfo({ state: 'paused' }), 0).description, 'paused · pid 4242');
    const error = { code: 'SPAWN_FAILED', message: 'There is no "nope".' } as const;
    const failed = processRow({ ...bare, state: 'failed', cause: 'spawnFailed', error }, 0);
    assert.equal(failed.description, 'could not start');
    assert.equal(failed.spoken, 'sleep 60, failed, could not start: There is no "nope".');
  });
});
