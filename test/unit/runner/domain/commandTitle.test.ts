import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandTitle } from '../../../../src/runner/domain/commandTitle.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('commandTitle', () => {
  checkLeaks();

  it('is the name, if there is one', () => {
    assert.equal(commandTitle({ name: 'web', command: 'node', args: ['x'] }), 'web');
  });

  it('is else the command line', () => {
    assert.equal(commandTitle({ command: 'npm run dev' }), 'npm run dev');
    assert.equal(commandTitle({ command: 'node', args: ['--watch', 'a.js'] }), 'node --watch a.js');
  });

  it('quotes arguments that a reader would take for several, or for none', () => {
    const args = ['two words', '', 'a"b', '$HOME', '`x`', "it's", 'back\\slash', 'line\nbreak'];
    assert.equal(
      commandTitle({ command: 'echo', args }),
      'echo "two words" "" "a\\"b" "$HOME" "`x`" "it\'s" "back\\\\slash" "line\\nbreak"',
    );
  });
});
