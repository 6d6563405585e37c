import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineDiscipline, type TypedAction } from '../../../../src/extension/terminals/lineDiscipline.ts';

describe('LineDiscipline', () => {
  it('sends a line at Enter, and shows what is typed', () => {
    assert.deepEqual(type('hi\r'), { sent: ['hi\n'], echoed: 'hi\r\n', others: [] });
  });

  it('sends each line of a paste', () => {
    assert.deepEqual(type('a\rb\nc').sent, ['a\n', 'b\n']);
  });

  it('takes back whole characters, and nothing that is not there', () => {
    assert.deepEqual(type('\x7fa👍\x7f\b\x7fb\r'), {
      sent: ['b\n'],
      echoed: 'a👍\b \b\b \bb\r\n',
      others: [],
    });
  });

  it('takes the whole line back with Ctrl-U', () => {
    assert.deepEqual(type('abc\x15x\r').sent, ['x\n']);
  });

  it('interrupts with Ctrl-C and forgets the line', () => {
    assert.deepEqual(type('abc\x03\r'), { sent: ['\n'], echoed: 'abc^C\r\n\r\n', others: ['interrupt'] });
  });

  it('ends the input with Ctrl-D on an empty line, and sends a line that is not', () => {
    assert.deepEqual(type('\x04').others, ['endOfInput']);
    assert.deepEqual(type('ab\x04'), { sent: ['ab'], echoed: 'ab', others: [] });
  });

  it('lets arrow keys, function keys and other controls be without effect', () => {
    assert.deepEqual(type('\x1b[A\x1bOP\x1b[1;5C\x01x\r'), { sent: ['x\n'], echoed: 'x\r\n', others: [] });
  });
});

function type(keys: string): { sent: string[]; echoed: string; others: string[] } {
  const actions: TypedAction[] = new LineDiscipline().type(keys);
  return {
    sent: actions.flatMap((action) => (action.kind === 'send' ? [action.text] : [])),
    echoed: actions.map((action) => (action.kind === 'echo' ? action.text : '')).join(''),
    others: actions.map(({ kind }) => kind).filter((kind) => kind !== 'send' && kind !== 'echo'),
  };
}
