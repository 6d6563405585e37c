import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstSentence } from '../../../../src/extension/format/firstSentence.ts';

describe('firstSentence', () => {
  it('leaves the lines of a log to the log', () => {
    assert.equal(firstSentence(new Error('It ended.\nSyntaxError: …\n  at x')), 'It ended.');
  });

  it('cuts what a notification would fold away', () => {
    const text = firstSentence('x'.repeat(1_000));
    assert.equal(text.length, 240);
    assert.ok(text.endsWith('…'));
  });
});
