import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DisposableStore, toDisposable, type Disposable } from '../../../src/base/disposable.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('toDisposable', () => {
  checkLeaks();

  it('runs its function once, however often it is disposed', () => {
    const log: string[] = [];
    const item = logged(log, 'a');
    item.dispose();
    item.dispose();
    assert.deepEqual(log, ['a']);
  });
});

describe('DisposableStore', () => {
  checkLeaks();

  it('hands back what it takes', () => {
    const item = logged([], 'a');
    assert.equal(new DisposableStore().add(item), item);
  });

  it('disposes the newest first, and all of it once', () => {
    const log: string[] = [];
    const store = storeOf(log, 'a', 'b', 'c');
    store.dispose();
    store.dispose();
    assert.deepEqual(log, ['c', 'b', 'a']);
    assert.equal(store.isDisposed, true);
  });

  it('disposes a late-comer at once', () => {
    const log: string[] = [];
    const store = storeOf(log);
    store.dispose();
    store.add(logged(log, 'late'));
    assert.deepEqual(log, ['late']);
  });

  it('disposes one item before its time, and not again', () => {
    const log: string[] = [];
    const store = storeOf(log, 'a');
    const item = store.add(logged(log, 'b'));
    store.release(item);
    assert.deepEqual(log, ['b']);
    store.dispose();
    assert.deepEqual(log, ['b', 'a']);
  });

  it('does not dispose what is not its own', () => {
    const log: string[] = [];
    storeOf(log).release(logged(log, 'foreign'));
    assert.deepEqual(log, []);
  });
});

function logged(log: string[], name: string): Disposable {
  return toDisposable(() => log.push(name));
}

function storeOf(log: string[], ...names: string[]): DisposableStore {
  const store = new DisposableStore();
  for (const name of names) store.add(logged(log, name));
  return store;
}
