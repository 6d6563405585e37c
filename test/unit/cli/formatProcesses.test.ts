import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatProcesses } from '../../../src/cli/formatProcesses.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';

const ended = { endedAtMs: 2_000 } as const;

describe('formatProcesses', () => {
  it('shows a running process with its pid and how long it has been running', () => {
    assert.equal(
      formatProcesses([makeProcessInfo()], { nowMs: 66_000 }),
      'ID  STATE    PID   TIME   TITLE\np1  running  4242  1m 5s  sleep 60\n',
    );
  });

  it('names the folder when there are several', () => {
    const table = formatProcesses([makeProcessInfo()], { nowMs: 1_000, folderOf: (id) => `/of/${id}` });
    assert.match(table, /^ID .*FOLDER +TITLE\np1 .*\/of\/s1 +sleep 60\n$/);
  });

  for (const [what, info, expected] of [
    ['the exit code of one that ended', { state: 'failed', exit: { code: 7 } }, 'exit 7'],
    ['the signal that ended it', { state: 'stopped', exit: { signal: 'SIGTERM' } }, 'SIGTERM'],
    [
      'why it was not started',
      { state: 'failed', error: { code: 'SPAWN_FAILED', message: '', errno: 'ENOENT' } },
      'not started \\(ENOENT\\)',
    ],
    ['the cause when it never ran', { state: 'stopped', cause: 'cancelled' }, 'cancelled'],
  ] as const) {
    it(`shows ${what}`, () => {
      const { pid: _pid, ...process } = makeProcessInfo();
      const table = formatProcesses([{ ...process, ...ended, ...info }], { nowMs: 3_000 });
      assert.match(table, new RegExp(`p1 +${info.state} +- +${expected} +sleep 60\n$`));
    });
  }

  it('shows neither pid nor time of one that waits', () => {
    const { pid: _pid, startedAtMs: _startedAtMs, ...process } = makeProcessInfo({ state: 'pending' });
    assert.match(formatProcesses([process], { nowMs: 3_000 }), /p1 +pending +- +- +sleep 60\n$/);
  });
});
