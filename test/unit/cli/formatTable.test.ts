import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatTable } from '../../../src/cli/formatTable.ts';

describe('formatTable', () => {
  it('aligns the columns and leaves no blanks at the ends of lines', () => {
    assert.equal(
      formatTable([
        ['A', 'B'],
        ['long', ''],
        ['x', 'y'],
      ]),
      'A     B\nlong\nx     y\n',
    );
  });

  it('cuts the last column to the width', () => {
    const row = ['ab', 'x'.repeat(40)];
    assert.equal(formatTable([row], 30), `ab  ${'x'.repeat(25)}…\n`);
    assert.equal(formatTable([row], 44), `ab  ${'x'.repeat(40)}\n`);
  });

  it('leaves enough of the last column to be useful, however narrow the terminal', () => {
    assert.equal(formatTable([['abcdef', 'x'.repeat(40)]], 8), `abcdef  ${'x'.repeat(19)}…\n`);
  });

  it('lets no control character through', () => {
    assert.equal(formatTable([['a\u001b[31mb', 'c\r\nd\u0085']]), 'a [31mb  c d\n');
  });
});
