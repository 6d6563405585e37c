import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deferred } from '../../../src/base/deferred.ts';
import { SerialQueue } from '../../../src/base/serialQueue.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('SerialQueue', () => {
  checkLeaks();

  it('begins a task when the one before has ended', async () => {
    const queue = new SerialQueue();
    const gate = new Deferred<string>();
    const log: string[] = [];
    const first = queue.run(() => gate.promise);
    const second = queue.run(() => {
      log.push('second began');
      return Promise.resolve('b');
    });
    await new Promise(setImmediate);
    assert.deepEqual(log, []);
    gate.resolve('a');
    assert.deepEqual(await Promise.all([first, second]), ['a', 'b']);
  });

  it('hands a failure to whoever asked, and goes on', async () => {
    const queue = new SerialQueue();
    const broken = queue.run(() => Promise.reject(new Error('broken')));
    const next = queue.run(() => Promise.resolve('next'));
    await assert.rejects(broken, /broken/);
    assert.equal(await next, 'next');
  });
});
