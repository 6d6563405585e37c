import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandChoices } from '../../../../src/extension/commands/commandChoices.ts';
import { CommandHistory } from '../../../../src/extension/commands/commandHistory.ts';
import { FakeMemory } from '../fakeMemory.ts';

describe('CommandHistory', () => {
  it('has the newest line first and each once', async () => {
    const history = new CommandHistory(new FakeMemory());
    for (const line of ['a', 'b', 'a', 'c']) await history.add(line);
    assert.deepEqual(history.lines, ['c', 'a', 'b']);
  });

  it('keeps fifty lines', async () => {
    const history = new CommandHistory(new FakeMemory());
    for (let index = 0; index < 60; index += 1) await history.add(String(index));
    assert.equal(history.lines.length, 50);
    assert.equal(history.lines[0], '59');
  });

  it('forgets a line on demand', async () => {
    const history = new CommandHistory(new FakeMemory());
    for (const line of ['a', 'b']) await history.add(line);
    await history.remove('b');
    assert.deepEqual(history.lines, ['a']);
  });

  it('begins empty when something else is in store', () => {
    assert.deepEqual(new CommandHistory(new FakeMemory({ 'procession.commandHistory': { a: 1 } })).lines, []);
  });
});

describe('commandChoices', () => {
  it('offers what was run before while nothing is typed', () => {
    assert.deepEqual(commandChoices('  ', ['a', 'b']), [
      { line: 'a', isTyped: false },
      { line: 'b', isTyped: false },
    ]);
  });

  it('offers what is typed first, so that Enter runs that', () => {
    assert.deepEqual(commandChoices(' npm t ', ['npm test']), [
      { line: 'npm t', isTyped: true },
      { line: 'npm test', isTyped: false },
    ]);
  });

  it('offers a line once that was run before and is typed again', () => {
    assert.deepEqual(commandChoices('b', ['a', 'b']), [
      { line: 'b', isTyped: false },
      { line: 'a', isTyped: false },
    ]);
  });
});
