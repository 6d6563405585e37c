import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { SearchSlots } from '../../../../src/runner/search/searchSlots.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('SearchSlots', () => {
  checkLeaks();
  const { signal } = new AbortController();

  it('lets wait who comes when all places are taken, in turn', async () => {
    const slots = new SearchSlots(2);
    const [first, second] = [await slots.take(signal), await slots.take(signal)];
    const order: string[] = [];
    const third = slots.take(signal).finally(() => order.push('third'));
    const fourth = slots.take(signal).finally(() => order.push('fourth'));
    await setImmediate();
    assert.deepEqual(order, []);
    second.dispose();
    (await third).dispose();
    await fourth;
    assert.deepEqual(order, ['third', 'fourth']);
    first.dispose();
  });

  it('takes a place back only once', async () => {
    const slots = new SearchSlots(1);
    const first = await slots.take(signal);
    first.dispose();
    first.dispose();
    const second = await slots.take(signal);
    let isTaken = false;
    const third = slots.take(signal).then(() => {
      isTaken = true;
    });
    await setImmediate();
    assert.equal(isTaken, false);
    second.dispose();
    await third;
  });

  it('does not keep a place for who no longer waits', async () => {
    const slots = new SearchSlots(1);
    const first = await slots.take(signal);
    const controller = new AbortController();
    const impatient = slots.take(controller.signal);
    const patient = slots.take(signal);
    controller.abort();
    await assert.rejects(impatient, { code: 'CANCELLED' });
    first.dispose();
    (await patient).dispose();
    (await slots.take(signal)).dispose();
  });

  it('refuses who is cancelled already', async () => {
    await assert.rejects(new SearchSlots(1).take(AbortSignal.abort()), { code: 'CANCELLED' });
  });
});
