import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportEnd } from '../../../src/cli/reportEnd.ts';
import type { ProcessInfo } from '../../../src/protocol/process.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';

describe('reportEnd', () => {
  for (const [what, info, expected] of [
    ['its exit code', { exit: { code: 7 } }, { exitCode: 7 }],
    ['128 and the number of its signal', { exit: { signal: 'SIGKILL' } }, { exitCode: 137 }],
    [
      'nothing to say of an exit that it has explained itself',
      { exit: { code: 1 }, error: { code: 'UNEXPECTED_EXIT', message: 'It ended with exit code 1.' } },
      { exitCode: 1 },
    ],
    [
      '127 for a command that is not there',
      { error: { code: 'SPAWN_FAILED', errno: 'ENOENT', message: 'Not found.' } },
      { exitCode: 127, message: 'Not found.' },
    ],
    [
      '126 for one that cannot be executed',
      { error: { code: 'SPAWN_FAILED', errno: 'EACCES', message: 'Not allowed.' } },
      { exitCode: 126, message: 'Not allowed.' },
    ],
    [
      'a failure when something of it is still alive',
      { exit: { code: 0 }, error: { code: 'STOP_FAILED', message: 'Alive.' } },
      { exitCode: 1, message: 'Alive.' },
    ],
    [
      'a failure when it was cancelled before it ran',
      { cause: 'cancelled' },
      { exitCode: 1, message: '"sleep 60" ended without having run (cancelled).' },
    ],
  ] as const) {
    it(`gives ${what}`, () => {
      const process = { ...makeProcessInfo(), state: 'stopped', ...info } as ProcessInfo;
      assert.deepEqual(reportEnd(process, undefined), { message: undefined, ...expected });
    });
  }

  it('gives the signal that cancelled it before it ran', () => {
    const process = makeProcessInfo({ state: 'stopped', cause: 'cancelled' });
    assert.deepEqual(reportEnd(process, 'SIGINT'), { exitCode: 130, message: undefined });
  });

  it("prefers the process's own exit to the signal that asked for it", () => {
    const process = makeProcessInfo({ state: 'stopped', exit: { code: 0 } });
    assert.equal(reportEnd(process, 'SIGTERM').exitCode, 0);
  });
});
