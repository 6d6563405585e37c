import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeEnd } from '../../../../src/extension/terminals/exitLine.ts';
import {
  exitLine,
  goneLine,
  runAgainLine,
  skippedLine,
} from '../../../../src/extension/terminals/terminalLines.ts';
import { terminalTitle } from '../../../../src/extension/terminals/terminalTitle.ts';
import type { ProcessInfo } from '../../../../src/protocol/process.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';

const ended = { startedAtMs: 1_000, endedAtMs: 4_200 };

describe('describeEnd', () => {
  const cases: [facts: Partial<ProcessInfo>, text: string][] = [
    [{ state: 'stopped', cause: 'exited', exit: { code: 0 }, ...ended }, 'exited with code 0 after 3.2 s'],
    [{ state: 'failed', cause: 'exited', exit: { code: 1 }, ...ended }, 'exited with code 1 after 3.2 s'],
    [
      { state: 'failed', cause: 'exited', exit: { signal: 'SIGSEGV' }, ...ended },
      'killed by SIGSEGV after 3.2 s',
    ],
    [
      { state: 'stopped', cause: 'cancelled', exit: { signal: 'SIGTERM' }, ...ended },
      'stopped (SIGTERM) after 3.2 s',
    ],
    [{ state: 'stopped', cause: 'cancelled', exit: { code: 0 }, ...ended }, 'stopped after 3.2 s'],
    [{ state: 'stopped', cause: 'cancelled', endedAtMs: 5 }, 'cancelled'],
    [{ state: 'failed', cause: 'lost' }, 'was lost when its runner ended'],
    [
      {
        state: 'failed',
        cause: 'spawnFailed',
        error: { code: 'SPAWN_FAILED', message: 'There is no "nope".' },
      },
      'could not start: There is no "nope".',
    ],
    [
      {
        state: 'failed',
        cause: 'cancelled',
        error: { code: 'STOP_FAILED', message: 'Still alive: 7 (x).' },
        ...ended,
      },
      'Still alive: 7 (x).',
    ],
  ];
  for (const [facts, text] of cases) {
    it(`says "${text}"`, () => {
      const { startedAtMs, ...bare } = makeProcessInfo();
      assert.equal(describeEnd({ ...bare, ...facts }), text);
    });
  }
});

describe('lines of a terminal', () => {
  it('names the keys that work at the end', () => {
    const line = exitLine(
      makeProcessInfo({ state: 'stopped', cause: 'exited', exit: { code: 0 }, ...ended }),
    );
    assert.match(
      plain(line),
      /^\r\n ✓ exited with code 0 after 3\.2 s {3}\(r: run again, Enter: close\)\r\n$/,
    );
  });

  it('marks a stop as wanted and a failure as not', () => {
    const stopped = makeProcessInfo({ state: 'stopped', cause: 'cancelled', exit: { signal: 'SIGTERM' } });
    const failed = makeProcessInfo({ state: 'failed', cause: 'exited', exit: { code: 1 } });
    assert.match(plain(exitLine(stopped)), /■ stopped/);
    assert.match(plain(exitLine(failed)), /✗ exited/);
    assert.equal(terminalTitle(stopped), '■ sleep 60');
    assert.equal(terminalTitle(failed), '✗ sleep 60');
    assert.equal(terminalTitle(makeProcessInfo()), 'sleep 60');
  });

  it('lets no title or sentence move the cursor', () => {
    const title = 'a\x1b[2J\r\nb';
    assert.match(plain(runAgainLine(makeProcessInfo({ title, run: 2 }))), /↻ a \[2J b \(run 2\)/);
    assert.match(plain(goneLine('x\ny')), /✗ x y/);
  });

  it('says how much is missing', () => {
    assert.match(plain(skippedLine(1)), /… 1 kB of output not shown …/);
    assert.match(plain(skippedLine(3_140_000)), /… 3\.1 MB of output/);
  });
});

function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- control sequences are what is looked for
  return text.replace(/\x1b\[[\d;?]*[a-z]/g, '');
}
