import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandLine } from '../../../../src/extension/format/commandLine.ts';

describe('commandLine', () => {
  it('gives a shell line as it was typed', () => {
    assert.equal(commandLine({ spec: { command: 'echo "a b" | wc', adapter: 'shell' } }), 'echo "a b" | wc');
  });

  it('quotes only the words that a shell would take apart', () => {
    const spec = { command: '/usr/bin/env', args: ['A=1', 'two words', "it's", '', '$HOME'] };
    assert.equal(commandLine({ spec }), `/usr/bin/env A=1 'two words' 'it'\\''s' '' '$HOME'`);
  });
});
