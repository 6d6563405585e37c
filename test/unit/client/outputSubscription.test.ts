import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Deferred } from '../../../src/base/deferred.ts';
import type { OutputChunk } from '../../../src/client/outputChunk.ts';
import { subscribeOutput } from '../../../src/client/outputSubscription.ts';
import { RunnerError } from '../../../src/client/runnerError.ts';
import type { ProcessInfo } from '../../../src/protocol/process.ts';
import { connectTo } from '../../fakes/connectedPair.ts';
import { FakeRunner, refusal } from '../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('subscribeOutput', () => {
  checkLeaks();

  it('asks from the start that is wanted, and delivers bytes in order', async () => {
    const { runner, connection } = await setUp();
    const chunks: OutputChunk[] = [];
    const subscription = await subscribeOutput(connection, {
      processId: 'p1',
      from: 'start',
      windowBytes: 8_000,
      whenSlow: 'pause',
      consumer: (chunk) => void chunks.push(chunk),
    });
    assert.deepEqual(runner.asked[1], {
      method: 'output/subscribe',
      params: { processId: 'p1', from: 'start', windowBytes: 8_000, whenSlow: 'pause' },
    });
    await sendOutput(runner, { content: 'ä', cursor: 2 });
    await sendOutput(runner, { content: '/w==', encoding: 'base64', cursor: 10, skippedBytes: 7 });
    await subscription.consumed(10);
    assert.deepEqual(chunks, [
      { stream: 'stdout', bytes: Buffer.from('ä'), cursor: 2, skippedBytes: 0 },
      { stream: 'stdout', bytes: Buffer.from([0xff]), cursor: 10, skippedBytes: 7 },
    ]);
    await subscription.close();
    connection.dispose();
  });

  it('keeps what arrives ahead of the answer, and leaves out what is of other processes', async () => {
    const runner: FakeRunner = new FakeRunner({
      'output/subscribe': async () => {
        await sendOutput(runner, { content: 'early', cursor: 5 });
        await sendOutput(runner, { content: 'other', cursor: 5 }, 'p2');
        return { cursor: 0 };
      },
      'output/unsubscribe': () => ({}),
    });
    const { connection } = await connectTo(runner);
    const { subscription, text } = await collect(connection);
    await subscription.consumed(5);
    assert.equal(text(), 'early');
    await subscription.close();
    connection.dispose();
  });

  it('gives the consumer one chunk at a time and acknowledges only what it is done with', async () => {
    const { runner, connection } = await setUp();
    const turns: Deferred<void>[] = [];
    const subscription = await subscribeOutput(connection, {
      processId: 'p1',
      from: 0,
      consumer: () => {
        turns.push(new Deferred());
        return turns.at(-1)?.promise;
      },
    });
    await sendOutput(runner, { content: 'x'.repeat(4096), cursor: 4096 });
    await sendOutput(runner, { content: 'y', cursor: 4097 });
    await eventually(() => turns.length === 1);
    await setImmediate();
    assert.deepEqual([turns.length, runner.acknowledged], [1, []]);
    turns[0]?.resolve();
    await eventually(() => turns.length === 2);
    assert.deepEqual(
      runner.acknowledged,
      [],
      'one chunk still waits, and it is far from a quarter of the window',
    );
    turns[1]?.resolve();
    await eventually(() => runner.acknowledged.length === 1);
    assert.deepEqual(runner.acknowledged, [4097]);
    await subscription.close();
    connection.dispose();
  });

  it('acknowledges at the latest every quarter of the window', async () => {
    const { runner, connection } = await setUp();
    const gate = new Deferred<void>();
    const subscription = await subscribeOutput(connection, {
      processId: 'p1',
      from: 'start',
      windowBytes: 40_000,
      consumer: async () => {
        await gate.promise;
        // Long enough for a message to be written meanwhile.
        for (let round = 0; round < 10; round++) await setImmediate();
      },
    });
    for (let index = 1; index <= 35; index++) {
      await sendOutput(runner, { content: 'x'.repeat(1_000), cursor: index * 1_000 });
    }
    gate.resolve();
    await subscription.consumed(35_000);
    await eventually(() => runner.acknowledged.at(-1) === 35_000);
    assert.deepEqual(runner.acknowledged, [10_000, 20_000, 30_000, 35_000]);
    await subscription.close();
    connection.dispose();
  });

  it('tells the end when the process has ended and its last byte is consumed', async () => {
    const ended = new Deferred<ProcessInfo>();
    const { runner, connection } = await setUp({ 'process/wait': () => ended.promise });
    const { subscription, text } = await collect(connection);
    let end: ProcessInfo | undefined;
    const whenEnded = subscription.whenEnded().then((info) => (end = info));
    ended.resolve(makeProcessInfo({ state: 'stopped', exit: { code: 0 }, endCursor: 4 }));
    await setImmediate();
    await sendOutput(runner, { content: 'ta', cursor: 2 });
    await subscription.consumed(2);
    assert.equal(end, undefined);
    await sendOutput(runner, { content: 'il', cursor: 4 });
    assert.equal((await whenEnded).endCursor, 4);
    assert.equal(text(), 'tail');
    await subscription.close();
    connection.dispose();
  });

  it('ends with the error of a consumer that fails, without waiting for the process', async () => {
    const { runner, connection } = await setUp({ 'process/wait': () => new Promise(() => undefined) });
    const subscription = await subscribeOutput(connection, {
      processId: 'p1',
      from: 'start',
      consumer: () => {
        throw new Error('no more paper');
      },
    });
    const ended = subscription.whenEnded();
    await sendOutput(runner, { content: 'x', cursor: 1 });
    await assert.rejects(ended, /no more paper/);
    await eventually(() => runner.methodsAsked().includes('output/unsubscribe'));
    await assert.rejects(subscription.consumed(1), /no more paper/);
    assert.deepEqual(runner.acknowledged, []);
    connection.dispose();
  });

  it('still consumes what had come when the connection ends, and then says why', async () => {
    const runner = fakeRunner();
    const { connection, far } = await connectTo(runner);
    const gate = new Deferred<void>();
    const { subscription, text } = await collect(connection, gate.promise);
    await sendOutput(runner, { content: 'last ', cursor: 5 });
    await sendOutput(runner, { content: 'words', cursor: 10 });
    const rejected = assert.rejects(subscription.consumed(11), isRunnerError('CONNECTION_CLOSED'));
    const closed = new Promise((resolve) => connection.onDidClose(resolve));
    far.end();
    await closed;
    gate.resolve();
    await rejected;
    assert.equal(text(), 'last words');
  });

  it('rejects with the refusal of the runner', async () => {
    const { connection } = await setUp({
      'output/subscribe': () => {
        throw refusal('ALREADY_SUBSCRIBED', 'Once is enough.');
      },
    });
    await assert.rejects(collect(connection), isRunnerError('ALREADY_SUBSCRIBED'));
    connection.dispose();
  });

  it('delivers nothing after it was closed, and closing twice asks once', async () => {
    const { runner, connection } = await setUp();
    const { subscription, text } = await collect(connection);
    const rejected = assert.rejects(subscription.consumed(1), isRunnerError('NOT_SUBSCRIBED'));
    await subscription.close();
    await subscription.close();
    subscription.dispose();
    await sendOutput(runner, { content: 'late', cursor: 4 });
    await setImmediate();
    await rejected;
    assert.equal(text(), '');
    assert.equal(runner.methodsAsked().filter((method) => method === 'output/unsubscribe').length, 1);
    connection.dispose();
  });

  it('can be closed when the process is not known any more', async () => {
    const { connection } = await setUp({
      'output/unsubscribe': () => {
        throw refusal('NO_SUCH_PROCESS', 'It was removed.');
      },
    });
    const { subscription } = await collect(connection);
    await subscription.close();
    connection.dispose();
  });
});

function fakeRunner(handlers: ConstructorParameters<typeof FakeRunner>[0] = {}): FakeRunner {
  return new FakeRunner({
    'output/subscribe': () => ({ cursor: 0 }),
    'output/unsubscribe': () => ({}),
    ...handlers,
  });
}

async function setUp(handlers: ConstructorParameters<typeof FakeRunner>[0] = {}) {
  const runner = fakeRunner(handlers);
  return { runner, ...(await connectTo(runner)) };
}

async function collect(connection: Parameters<typeof subscribeOutput>[0], gate?: Promise<void>) {
  let collected = '';
  const consumer = async ({ bytes }: OutputChunk): Promise<void> => {
    await gate;
    collected += bytes.toString();
  };
  const subscription = await subscribeOutput(connection, { processId: 'p1', from: 'start', consumer });
  return { subscription, text: () => collected };
}

function sendOutput(
  runner: FakeRunner,
  data: { content: string; cursor: number; encoding?: 'base64'; skippedBytes?: number },
  processId = 'p1',
): Promise<void> {
  const envelope = { type: 'output', sessionId: 's1', processId, timestamp: 0 } as const;
  return runner.stream({ ...envelope, data: { stream: 'stdout', encoding: 'utf8', ...data } });
}

function isRunnerError(code: RunnerError['code']): (error: unknown) => boolean {
  return (error) => error instanceof RunnerError && error.code === code;
}
