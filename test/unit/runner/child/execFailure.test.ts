import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ExitStatus } from '../../../../src/protocol/process.ts';
import { ExecFailureWatch } from '../../../../src/runner/child/execFailure.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const command = { file: '/opt/tool', args: [], cwd: '/srv', env: {} };
const LINE = 'execvp(3) failed.: No such file or directory\r\n';

describe('ExecFailureWatch', () => {
  checkLeaks();

  it('takes the text of a failed exec for one, and shows nothing of it', () => {
    const { shown, failure } = watch([LINE], { code: 1 });
    assert.equal(shown, '');
    assert.deepEqual([failure?.code, failure?.errno], ['SPAWN_FAILED', 'ENOENT']);
    assert.match(failure?.message ?? '', /"\/opt\/tool"/);
  });

  it('tells a directory that cannot be entered from a command', () => {
    const { failure } = watch(['chdir(2) failed.: Permission denied\r\n'], { code: 1 });
    assert.equal(failure?.errno, 'EACCES');
    assert.match(failure.message, /working directory "\/srv"/);
  });

  const others: [string, string[], ExitStatus][] = [
    ['another exit code', [LINE], { code: 0 }],
    ['an end by a signal', [LINE], { signal: 'SIGTERM' }],
    ['more output after it', [LINE, 'more'], { code: 1 }],
    ['output before it', ['x', LINE], { code: 1 }],
    ['a reason that the system does not have', ['execvp(3) failed.: No luck\r\n'], { code: 1 }],
    ['a line without an end', [LINE.trimEnd()], { code: 1 }],
    ['no output at all', [], { code: 1 }],
    ['a long line that begins the same', [`execvp(3) failed.: ${'x'.repeat(300)}\r\n`], { code: 1 }],
  ];
  for (const [what, printed, exit] of others) {
    it(`lets a command be that does the like: ${what}`, () => {
      const { shown, failure } = watch(printed, exit);
      assert.equal(failure, undefined);
      assert.equal(shown, printed.join(''));
    });
  }

  it('holds back no single keys, such as the echo of what is typed', () => {
    const execWatch = new ExecFailureWatch(command);
    assert.equal(textOf(execWatch.observe(Buffer.from('e'))), 'e');
    assert.equal(textOf(execWatch.observe(Buffer.from(LINE))), LINE);
  });

  it('shows every byte of everything else, however it comes', () => {
    const printed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.nat(LINE.length), fc.string()).map(([cut, tail]) => LINE.slice(0, cut) + tail),
    );
    fc.assert(
      fc.property(printed, fc.array(fc.integer({ min: 1, max: 30 })), (text, cuts) => {
        fc.pre(text !== LINE);
        const bytes = Buffer.from(text.toWellFormed());
        const pieces: string[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const length = cuts[i] ?? bytes.length;
          pieces.push(bytes.toString('latin1', at, at + length));
          at += length;
        }
        const { shown, failure } = watch(pieces, { code: 1 });
        if (failure === undefined) assert.equal(shown, bytes.toString('latin1'));
      }),
    );
  });
});

/** Everything that would be seen of a child, and whether it counts as never started. */
function watch(
  printed: readonly string[],
  exit: ExitStatus,
): { shown: string; failure: ReturnType<ExecFailureWatch['failureAfter']> } {
  const execWatch = new ExecFailureWatch(command);
  const shown = printed.map((text) => textOf(execWatch.observe(Buffer.from(text, 'latin1'))));
  const failure = execWatch.failureAfter(exit);
  if (failure === undefined) shown.push(textOf(execWatch.rest()));
  return { shown: shown.join(''), failure };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
