import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runEndMark, runStartMarks } from '../../../../src/extension/terminals/shellMarks.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';

describe('runStartMarks', () => {
  it('tells where a run works, and its command line with the nonce that vouches for it', () => {
    const process = makeProcessInfo({ cwd: '/w/api', spec: { command: 'npm start', adapter: 'shell' } });
    assert.deepEqual(parts(runStartMarks(process, 'n0nce')), [
      'P;Cwd=/w/api',
      'A',
      'B',
      'E;npm start;n0nce',
      'C',
    ]);
  });

  it('escapes what would end a value or a sequence', () => {
    const spec = { command: 'a; b\\c\n\x07', adapter: 'shell' } as const;
    const marks = parts(runStartMarks(makeProcessInfo({ cwd: 'C:\\w;x', spec }), 'n'));
    assert.equal(marks[0], 'P;Cwd=C:\\\\w\\x3bx');
    assert.equal(marks[3], 'E;a\\x3b b\\\\c\\x0a\\x07;n');
  });
});

describe('runEndMark', () => {
  it('tells the exit code, that of a signal as shells do, or that there is none', () => {
    const mark = (exit: { code: number } | { signal: string }): string[] =>
      parts(runEndMark(makeProcessInfo({ exit })));
    assert.deepEqual(mark({ code: 3 }), ['D;3']);
    assert.deepEqual(mark({ signal: 'SIGKILL' }), ['D;137']);
    assert.deepEqual(parts(runEndMark(makeProcessInfo())), ['D']);
  });
});

function parts(sequences: string): string[] {
  // eslint-disable-next-line no-control-regex -- control sequences are what is looked for
  return [...sequences.matchAll(/\x1b\]633;([^\x07]*)\x07/g)].map(([, value]) => value!);
}
