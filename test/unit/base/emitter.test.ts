import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('Emitter', () => {
  checkLeaks();

  it('tells its listeners in the order in which they came', () => {
    const { emitter, heard } = listening('a', 'b');
    emitter.fire(1);
    assert.deepEqual(heard, ['a1', 'b1']);
  });

  it('tells nothing more to one that has left, and leaving twice is fine', () => {
    const { emitter, heard, subscriptions } = listening('a', 'b');
    subscriptions[0]?.dispose();
    subscriptions[0]?.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, ['b1']);
  });

  it('keeps two subscriptions of one function apart', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number): unknown => heard.push(value);
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    emitter.fire(7);
    assert.deepEqual(heard, [7]);
  });

  it('tells a value to those who were there when it came', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => {
      heard.push(`first${value}`);
      second.dispose();
      if (value === 1) emitter.event((later) => heard.push(`late${later}`));
    });
    const second = emitter.event((value) => heard.push(`second${value}`));
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, ['first1', 'second1', 'first2', 'late2']);
  });

  it('raises the error of a listener after all have been told', () => {
    const { emitter, heard } = listening('a');
    emitter.event(() => {
      throw new Error('broken');
    });
    emitter.event((value) => heard.push(`c${value}`));
    assert.throws(() => emitter.fire(1), /^Error: broken$/);
    assert.deepEqual(heard, ['a1', 'c1']);
  });

  it('raises several errors as one', () => {
    const emitter = new Emitter<number>();
    for (const text of ['one', 'two']) {
      emitter.event(() => {
        throw new Error(text);
      });
    }
    assert.throws(
      () => emitter.fire(1),
      (error) => error instanceof AggregateError && error.errors.length === 2,
    );
  });

  it('knows whether anybody listens', () => {
    const { emitter, subscriptions } = listening('a');
    assert.equal(emitter.hasListeners, true);
    subscriptions[0]?.dispose();
    assert.equal(emitter.hasListeners, false);
  });

  it('tells nobody anything once it is disposed', () => {
    const { emitter, heard } = listening('a');
    emitter.dispose();
    emitter.event((value) => heard.push(`late${value}`));
    emitter.fire(1);
    assert.deepEqual(heard, []);
  });
});

function listening(...names: string[]): {
  emitter: Emitter<number>;
  heard: string[];
  subscriptions: { dispose(): void }[];
} {
  const emitter = new Emitter<number>();
  const heard: string[] = [];
  const subscriptions = names.map((name) => emitter.event((value) => heard.push(`${name}${value}`)));
  return { emitter, heard, subscriptions };
}
