import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shorten } from '../../../../src/extension/format/shorten.ts';

describe('shorten', () => {
  it('leaves short names as they are', () => {
    assert.equal(shorten('npm run dev'), 'npm run dev');
    assert.equal(shorten('x'.repeat(40)), 'x'.repeat(40));
  });

  it('keeps the beginning of long ones, and cuts no character', () => {
    assert.equal(shorten('x'.repeat(41)), `${'x'.repeat(39)}…`);
    assert.equal(shorten('😀'.repeat(41)), `${'😀'.repeat(39)}…`);
  });
});
