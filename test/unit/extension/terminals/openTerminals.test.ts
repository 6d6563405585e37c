import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OpenTerminals } from '../../../../src/extension/terminals/openTerminals.ts';
import { FakeMemory } from '../fakeMemory.ts';

describe('OpenTerminals', () => {
  it('remembers what was open and in front for the next window', async () => {
    const memory = new FakeMemory();
    const before = new OpenTerminals(memory);
    await before.opened('a');
    await before.opened('b');
    await before.opened('b');
    await before.activated('b');
    const after = new OpenTerminals(memory);
    assert.deepEqual(after.ids, ['a', 'b']);
    assert.equal(after.active, 'b');
  });

  it('forgets what the person closed', async () => {
    const memory = new FakeMemory();
    const terminals = new OpenTerminals(memory);
    await terminals.opened('a');
    await terminals.opened('b');
    await terminals.activated('a');
    await terminals.closed('a');
    assert.deepEqual(new OpenTerminals(memory).ids, ['b']);
    assert.equal(new OpenTerminals(memory).active, undefined);
  });

  it('has no terminal in front when the one in front is not of a process', async () => {
    const terminals = new OpenTerminals(new FakeMemory());
    await terminals.opened('a');
    await terminals.activated('a');
    await terminals.activated(undefined);
    assert.equal(terminals.active, undefined);
  });

  for (const stored of [undefined, null, 7, 'x', [], { open: 'a' }, { open: [1, null] }]) {
    it(`begins empty with ${JSON.stringify(stored)} in store`, () => {
      assert.deepEqual(new OpenTerminals(new FakeMemory({ 'procession.openTerminals': stored })).ids, []);
    });
  }
});
