import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hasEnded } from '../../../../src/runner/domain/processLifecycle.ts';
import type { ManagedProcess } from '../../../../src/runner/scheduling/managedProcess.ts';
import { MAX_OUTPUT_CHUNK_BYTES } from '../../../../src/protocol/limits.ts';
import type { OutputData } from '../../../../src/protocol/output.ts';
import { Subscription, type TakeLimit } from '../../../../src/runner/sessions/subscription.ts';
import { FakeWorld, type FakeChild } from '../../../fakes/fakeWorld.ts';
import { makeRunning } from '../../../fakes/makeProcess.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const MEBIBYTE = 1024 * 1024;

describe('Subscription', () => {
  checkLeaks();

  it('takes what there is from its cursor on, then nothing until there is more', async () => {
    const { child, subscription } = await subscribed(100, 2);
    child.print('abcdef');
    assert.deepEqual(await next(subscription), utf8('cdef', 6));
    assert.equal(await next(subscription), undefined);
    child.print('gh');
    assert.deepEqual(await next(subscription), utf8('gh', 8));
  });

  it('keeps the streams apart and in order', async () => {
    const { child, subscription } = await subscribed(100);
    child.print('out');
    child.print('err', 'stderr');
    assert.deepEqual(await next(subscription), { ...utf8('out', 3), endCursor: 6 });
    assert.deepEqual(await next(subscription), { ...utf8('err', 6), stream: 'stderr' });
  });

  it('says where the output ends while there is more', async () => {
    const { child, subscription } = await subscribed(4);
    child.print('abcdef');
    assert.equal((await next(subscription))?.endCursor, 6);
    subscription.acknowledge(4);
    assert.deepEqual(await next(subscription), utf8('ef', 6));
  });

  it('takes at most one chunk at a time', async () => {
    const { child, subscription } = await subscribed(MEBIBYTE);
    child.print('x'.repeat(MAX_OUTPUT_CHUNK_BYTES + 1));
    assert.equal((await next(subscription))?.cursor, MAX_OUTPUT_CHUNK_BYTES);
    assert.equal((await next(subscription))?.content, 'x');
  });

  describe('credit', () => {
    it('sends no more than the window, and as much again as is acknowledged', async () => {
      const { child, subscription } = await subscribed(10);
      child.print('0123456789abcdefghij');
      assert.equal((await next(subscription))?.content, '0123456789');
      assert.equal(await next(subscription), undefined);
      subscription.acknowledge(4);
      assert.equal((await next(subscription))?.content, 'abcd');
      subscription.acknowledge(14);
      assert.equal((await next(subscription))?.content, 'efghij');
    });

    it('takes no more than was sent for acknowledged', async () => {
      const { child, subscription } = await subscribed(10);
      child.print('01234');
      await next(subscription);
      subscription.acknowledge(1000);
      child.print('x'.repeat(30));
      assert.equal((await next(subscription))?.content.length, 10);
      assert.equal(await next(subscription), undefined);
    });

    it('is not taken back by an acknowledgement that comes late', async () => {
      const { child, subscription } = await subscribed(10);
      child.print('0123456789abcdefghij');
      await next(subscription);
      subscription.acknowledge(10);
      subscription.acknowledge(3);
      assert.equal((await next(subscription))?.content.length, 10);
    });

    it('is not used up by bytes that are no longer kept', async () => {
      const { child, subscription } = await subscribed(10);
      child.print('x'.repeat(MEBIBYTE + 500));
      const endCursor = MEBIBYTE + 500;
      const first = { ...utf8('x'.repeat(10), 510), skippedBytes: 500, endCursor };
      assert.deepEqual(await next(subscription), first);
      subscription.acknowledge(510);
      assert.deepEqual(await next(subscription), { ...utf8('x'.repeat(10), 520), endCursor });
    });

    it('comes back whole when the last piece is acknowledged, also after bytes were skipped', async () => {
      const { child, subscription } = await subscribed(10);
      child.print('abcd');
      await next(subscription);
      child.print('x'.repeat(MEBIBYTE + 500));
      const { cursor = 0, skippedBytes } = (await next(subscription)) ?? {};
      assert.equal(skippedBytes, 500);
      subscription.acknowledge(cursor);
      assert.equal((await next(subscription))?.content.length, 10);
    });

    it('that is less than a character waits for more instead of cutting it', async () => {
      const { child, subscription } = await subscribed(10);
      child.print('12345678€');
      assert.equal((await next(subscription))?.content, '12345678');
      assert.equal(await next(subscription), undefined);
      subscription.acknowledge(8);
      assert.equal((await next(subscription))?.content, '€');
    });
  });

  describe('characters', () => {
    const euro = Buffer.from('€');

    it('waits for the rest of one while the process may still print it', async () => {
      const { child, subscription } = await subscribed(100);
      child.print(euro.subarray(0, 1));
      assert.equal(await next(subscription), undefined);
      child.print(euro.subarray(1));
      assert.deepEqual(await next(subscription), utf8('€', 3));
    });

    it('sends an unfinished one as bytes when the process has ended', async () => {
      const { process, child, subscription } = await subscribed(100);
      child.print(euro.subarray(0, 2));
      child.exit();
      await ended(process);
      const content = euro.subarray(0, 2).toString('base64');
      assert.deepEqual(await next(subscription), { ...utf8(content, 2), encoding: 'base64' });
    });

    it('sends an unfinished one as bytes when the other stream follows it', async () => {
      const { child, subscription } = await subscribed(100);
      child.print(euro.subarray(0, 2));
      child.print('oops', 'stderr');
      assert.equal((await next(subscription))?.encoding, 'base64');
      assert.deepEqual(await next(subscription), { ...utf8('oops', 6), stream: 'stderr' });
    });
  });

  describe('limits of one piece', () => {
    it('takes nothing past a cursor', async () => {
      const { child, subscription } = await subscribed(100);
      child.print('abcdef');
      assert.equal((await next(subscription, { upTo: 4 }))?.content, 'abcd');
      assert.equal(await next(subscription, { upTo: 4 }), undefined);
      assert.equal((await next(subscription))?.content, 'ef');
    });

    it('takes no more at once, or on its way, than it is told', async () => {
      const { child, subscription } = await subscribed(100);
      child.print('abcdefghij');
      assert.equal((await next(subscription, { maxBytes: 3 }))?.content, 'abc');
      assert.equal((await next(subscription, { maxInFlightBytes: 5 }))?.content, 'de');
      assert.equal(await next(subscription, { maxInFlightBytes: 5 }), undefined);
      assert.equal(subscription.readyBytes, 5);
    });
  });

  it('is interactive for a while after a key', async () => {
    const { subscription } = await subscribed(100);
    assert.equal(subscription.isInteractive(0), false);
    subscription.noteInput(1000);
    assert.deepEqual(
      [1000, 1499, 1500].map((atMs) => subscription.isInteractive(atMs)),
      [true, true, false],
    );
  });

  it('delivers every byte in order to whoever acknowledges, however little and late', async () => {
    const chunk = fc.uint8Array({ maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ chunk, acknowledges: fc.boolean() }), { maxLength: 40 }),
        fc.integer({ min: 4, max: 50 }),
        async (steps, windowBytes) => {
          const { process, child, subscription } = await subscribed(windowBytes);
          const received: Buffer[] = [];
          const takeAll = async (acknowledges: boolean): Promise<void> => {
            for (let data = await next(subscription); data !== undefined; data = await next(subscription)) {
              received.push(Buffer.from(data.content, data.encoding));
              if (acknowledges) subscription.acknowledge(data.cursor);
            }
          };
          for (const { chunk: bytes, acknowledges } of steps) {
            child.print(bytes);
            await takeAll(acknowledges);
          }
          child.exit();
          await ended(process);
          subscription.acknowledge(process.output.endCursor);
          await takeAll(true);
          assert.deepEqual(Buffer.concat(received), Buffer.concat(steps.map(({ chunk: bytes }) => bytes)));
        },
      ),
    );
  });
});

/** What is taken next, from the disk if need be. */
async function next(subscription: Subscription, limit?: TakeLimit): Promise<OutputData | undefined> {
  const taken = subscription.take(limit);
  if (taken !== 'onDisk') return taken;
  await subscription.load();
  const loaded = subscription.take(limit);
  assert.notEqual(loaded, 'onDisk');
  return loaded === 'onDisk' ? undefined : loaded;
}

function utf8(content: string, cursor: number): OutputData {
  return { stream: 'stdout', content, encoding: 'utf8', cursor };
}

function ended(process: ManagedProcess): Promise<unknown> {
  return eventually(() => hasEnded(process.state));
}

async function subscribed(
  windowBytes: number,
  from = 0,
): Promise<{
  process: ManagedProcess;
  child: FakeChild;
  subscription: Subscription;
}> {
  const { process, child } = await makeRunning(new FakeWorld());
  return { process, child, subscription: new Subscription(process, { from, windowBytes, whenSlow: 'skip' }) };
}
