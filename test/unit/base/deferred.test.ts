import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deferred } from '../../../src/base/deferred.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('Deferred', () => {
  checkLeaks();

  it('is settled from outside, by the first that does', async () => {
    const deferred = new Deferred<number>();
    deferred.resolve(1);
    deferred.resolve(2);
    deferred.reject(new Error('late'));
    assert.equal(await deferred.promise, 1);
  });

  it('can be rejected', async () => {
    const deferred = new Deferred<number>();
    deferred.reject(new Error('broken'));
    await assert.rejects(deferred.promise, /broken/);
  });
});
