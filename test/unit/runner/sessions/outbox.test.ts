import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deferred } from '../../../../src/base/deferred.ts';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { ProcessMessage, StreamMessage } from '../../../../src/protocol/stream.ts';
import { processInfoOf } from '../../../../src/runner/scheduling/processInfo.ts';
import type { ManagedProcess } from '../../../../src/runner/scheduling/managedProcess.ts';
import { Outbox } from '../../../../src/runner/sessions/outbox.ts';
import { Subscription } from '../../../../src/runner/sessions/subscription.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { FakeWorld, type FakeChild } from '../../../fakes/fakeWorld.ts';
import { makeRunning } from '../../../fakes/makeProcess.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('Outbox', () => {
  checkLeaks();

  it('sends at once what comes when it is quiet', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.subscribe(process);
    child.print('hello');
    line.outbox.wake();
    assert.deepEqual(await line.sent(1), ['p1:hello']);
  });

  it('sends one message at a time, and what gathers meanwhile as one', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.subscribe(process);
    line.block();
    child.print('a');
    line.outbox.wake();
    for (const text of ['b', 'c', 'd']) {
      child.print(text);
      line.outbox.wake();
    }
    await line.settled();
    child.print('e');
    assert.deepEqual(line.texts, ['p1:abcd']);
    line.unblock();
    assert.deepEqual(await line.sent(2), ['p1:abcd', 'p1:e']);
  });

  it('puts statuses ahead of output', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.block();
    line.status(process, 'first');
    line.subscribe(process);
    child.print('output');
    line.status(process, 'second');
    line.unblock();
    assert.deepEqual(await line.sent(3), ['p1 first', 'p1 second', 'p1:output']);
  });

  it('lets the end of a process follow its output', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.block();
    line.status(process, 'earlier');
    line.subscribe(process);
    child.print('x'.repeat(100_000));
    line.status(process, 'ended', true);
    line.unblock();
    const sent = await line.sent(4);
    assert.deepEqual(
      sent.map((text) => text.slice(0, 10)),
      ['p1 earlier', 'p1:xxxxxxx', 'p1:xxxxxxx', 'p1 ended'],
    );
  });

  it('lets the end of a process follow output that has to be fetched first, which holds up nobody else', async () => {
    const line = new Line();
    const world = new FakeWorld();
    const loud = await makeRunning(world, { id: 'loud' });
    const shell = await makeRunning(world, { id: 'shell' });
    line.subscribe(loud.process);
    line.subscribe(shell.process);
    loud.child.print('x'.repeat(1024 * 1024 + 500));
    line.outbox.noteInput('shell');
    shell.child.print('k');
    line.status(loud.process, 'ended', true);
    const sent = await line.sent(18);
    assert.equal(sent[0], 'shell:k');
    assert.equal(sent.at(-1), 'loud ended');
  });

  it('does not hold back the end of a process for which there is no credit', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.subscribe(process, 4);
    child.print('123456789');
    line.status(process, 'ended', true);
    assert.deepEqual(await line.sent(2), ['p1:1234', 'p1 ended']);
    line.outbox.get('p1')?.acknowledge(4);
    line.outbox.wake();
    assert.deepEqual((await line.sent(3)).at(-1), 'p1:5678');
  });

  it('does not let the output of the next run hold back the end of the last one', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.subscribe(process);
    await line.settled();
    line.block();
    line.status(process, 'earlier');
    await line.settled();
    child.print('old');
    line.status(process, 'ended', true);
    child.print('new');
    line.unblock();
    assert.deepEqual(await line.sent(4), ['p1 earlier', 'p1:old', 'p1 ended', 'p1:new']);
  });

  it('ends a subscription with the message of the removal, after all output', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.block();
    line.status(process, 'earlier');
    line.subscribe(process);
    child.print('last words');
    line.outbox.pushStatus(statusOf(process, 'gone', 'removed'), true);
    line.unblock();
    assert.deepEqual(await line.sent(3), ['p1 earlier', 'p1:last words', 'p1 gone']);
    assert.equal(line.outbox.get('p1'), undefined);
  });

  it('sends the end of a process whose output it does not send at once', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    child.print('unheard');
    line.status(process, 'ended', true);
    assert.deepEqual(await line.sent(1), ['p1 ended']);
  });

  it('serves its processes in turn, so that one that floods does not hold up the others', async () => {
    const line = new Line();
    const world = new FakeWorld();
    const loud = await makeRunning(world, { id: 'loud' });
    const quiet = await makeRunning(world, { id: 'quiet' });
    line.block();
    line.subscribe(loud.process);
    line.subscribe(quiet.process);
    loud.child.print('x'.repeat(64 * 1024 * 4));
    quiet.child.print('psst');
    line.outbox.wake();
    line.unblock();
    const ids = (await line.sent(5)).map((text) => text.split(':')[0]);
    assert.deepEqual(ids, ['loud', 'quiet', 'loud', 'loud', 'loud']);
  });

  it('goes past a process without credit', async () => {
    const line = new Line();
    const world = new FakeWorld();
    const stalled = await makeRunning(world, { id: 'stalled' });
    const other = await makeRunning(world, { id: 'other' });
    line.subscribe(stalled.process, 1);
    line.subscribe(other.process);
    stalled.child.print('aaaa');
    line.outbox.wake();
    other.child.print('b');
    line.outbox.wake();
    other.child.print('c');
    line.outbox.wake();
    assert.deepEqual(await line.sent(2), ['stalled:a', 'other:bc']);
  });

  it('sends nothing for what was unsubscribed', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.subscribe(process);
    child.print('unheard');
    line.outbox.unsubscribe('p1');
    line.status(process, 'known');
    assert.deepEqual(await line.sent(1), ['p1 known']);
    assert.equal(line.outbox.get('p1'), undefined);
  });

  it('sends nothing more once it is closed', async () => {
    const line = new Line();
    const { process, child } = await makeRunning(new FakeWorld());
    line.block();
    line.status(process, 'on its way');
    await line.settled();
    line.status(process, 'too late');
    line.outbox.close();
    child.print('too late');
    line.outbox.wake();
    line.unblock();
    await line.settled();
    assert.deepEqual(line.texts, ['p1 on its way']);
  });

  it('closes by itself when the connection fails', async () => {
    const { process } = await makeRunning(new FakeWorld());
    let attempts = 0;
    const outbox = new Outbox({
      clock: new FakeClock(),
      logger: silentLogger,
      takesBatches: false,
      send: () => {
        attempts++;
        return Promise.reject(new Error('gone'));
      },
    });
    const message = statusOf(process, 'x');
    outbox.pushStatus(message, false);
    await eventually(() => attempts === 1);
    outbox.pushStatus(message, false);
    await new Promise(setImmediate);
    assert.equal(attempts, 1);
  });

  it('overhears nothing that comes while it is about to rest', async () => {
    const { process } = await makeRunning(new FakeWorld());
    for (let delay = 0; delay < 40; delay++) {
      const line = new Line();
      line.subscribe(process);
      line.status(process, 'first');
      // The outbox goes to rest in several steps; a message at each of them.
      for (let i = 0; i < delay; i++) await Promise.resolve();
      line.status(process, 'second');
      await line.settled();
      assert.deepEqual(line.texts, ['p1 first', 'p1 second'], `after ${delay} steps`);
      line.outbox.close();
    }
  });

  describe('pacing', () => {
    it('gathers for a moment what comes in small pieces', async () => {
      const line = new Line();
      const { process, child } = await makeRunning(new FakeWorld());
      line.subscribe(process);
      line.print(child, 'at once ');
      await line.settled();
      for (const text of ['a', 'b', 'c']) line.print(child, text);
      await line.settled();
      assert.deepEqual(line.texts, ['p1:at once ']);
      line.clock.advance(5);
      await line.settled();
      assert.deepEqual(line.texts, ['p1:at once ', 'p1:abc']);
    });

    it('does not make much output wait', async () => {
      const line = new Line();
      const { process, child } = await makeRunning(new FakeWorld());
      line.subscribe(process);
      line.print(child, 'at once');
      await line.settled();
      line.print(child, 'x'.repeat(64 * 1024));
      await line.settled();
      assert.equal(line.messages.length, 2);
    });

    it('does not let what is gathered hold up much output of another process', async () => {
      const line = new Line();
      const world = new FakeWorld();
      const [a, b] = [await makeRunning(world, { id: 'a' }), await makeRunning(world, { id: 'b' })];
      line.subscribe(a.process);
      line.subscribe(b.process);
      line.print(a.child, 'at once');
      await line.settled();
      line.print(a.child, 'little');
      line.print(b.child, 'x'.repeat(64 * 1024));
      await line.settled();
      assert.deepEqual(
        line.texts.map((text) => text.slice(0, 8)),
        ['a:at onc', 'b:xxxxxx'],
      );
    });

    it('does not make a status wait', async () => {
      const line = new Line();
      const { process, child } = await makeRunning(new FakeWorld());
      line.subscribe(process);
      line.print(child, 'at once');
      await line.settled();
      line.print(child, 'later');
      line.status(process, 'now');
      await line.settled();
      assert.deepEqual(line.texts, ['p1:at once', 'p1 now']);
    });

    it('does not make an end wait, nor the output before it', async () => {
      const line = new Line();
      const { process, child } = await makeRunning(new FakeWorld());
      line.subscribe(process);
      line.print(child, 'at once');
      await line.settled();
      line.print(child, 'last words');
      line.status(process, 'ended', true);
      await line.settled();
      assert.deepEqual(line.texts, ['p1:at once', 'p1:last words', 'p1 ended']);
    });

    it('puts the output of several processes into one message, if the client takes it', async () => {
      const line = new Line({ takesBatches: true });
      const world = new FakeWorld();
      const [a, b] = [await makeRunning(world, { id: 'a' }), await makeRunning(world, { id: 'b' })];
      line.subscribe(a.process);
      line.subscribe(b.process);
      a.child.print('one');
      b.child.print('two');
      line.outbox.wake();
      await line.settled();
      assert.deepEqual(line.texts, ['[a:one b:two]']);
    });
  });

  describe('typing', () => {
    it('lets the answer to a key go ahead of everything else, without waiting', async () => {
      const line = new Line();
      const world = new FakeWorld();
      const loud = await makeRunning(world, { id: 'loud' });
      const shell = await makeRunning(world, { id: 'shell' });
      line.subscribe(loud.process);
      line.subscribe(shell.process);
      line.print(loud.child, 'at once');
      await line.settled();
      line.outbox.noteInput('shell');
      line.print(loud.child, 'bulk');
      line.print(shell.child, 'k');
      await line.settled();
      assert.deepEqual(line.texts, ['loud:at once', 'shell:k']);
    });

    it('keeps little of anything else on its way meanwhile', async () => {
      const { bulkBytes } = await floodWhileTyping();
      assert.equal(bulkBytes(), 32 * 1024);
    });

    it('sends much of anything else only once in a while meanwhile', async () => {
      const { line, bulkBytes, acknowledge } = await floodWhileTyping();
      acknowledge();
      await line.settled();
      assert.equal(bulkBytes(), 32 * 1024);
      line.clock.advance(5);
      await line.settled();
      assert.equal(bulkBytes(), 64 * 1024);
    });

    it('goes on with everything else when the typing is over, whoever acknowledges what', async () => {
      const { line, bulkBytes } = await floodWhileTyping();
      line.clock.advance(500);
      await line.settled();
      line.clock.advance(5);
      await line.settled();
      assert.equal(bulkBytes(), 100 * 1024);
    });
  });
});

/** Somebody types into one process while another has printed much more than may be on its way then. */
async function floodWhileTyping(): Promise<{ line: Line; bulkBytes: () => number; acknowledge: () => void }> {
  const line = new Line();
  const world = new FakeWorld();
  const loud = await makeRunning(world, { id: 'loud' });
  const shell = await makeRunning(world, { id: 'shell' });
  line.subscribe(loud.process);
  line.subscribe(shell.process);
  line.outbox.noteInput('shell');
  line.print(loud.child, 'x'.repeat(100 * 1024));
  await line.settled();
  const bulkBytes = (): number =>
    line.texts.reduce((sum, text) => sum + (text.startsWith('loud:') ? text.length - 5 : 0), 0);
  const acknowledge = (): void => {
    line.outbox.get('loud')?.acknowledge(bulkBytes());
    line.outbox.wake();
  };
  return { line, bulkBytes, acknowledge };
}

/** An outbox, the far end of its connection, and a way to halt it. */
class Line {
  readonly clock = new FakeClock();
  readonly messages: StreamMessage[] = [];
  readonly outbox: Outbox;
  private readonly processes: ManagedProcess[] = [];
  private gate = new Deferred<undefined>();

  constructor({ takesBatches = false } = {}) {
    this.gate.resolve(undefined);
    this.outbox = new Outbox({
      clock: this.clock,
      logger: silentLogger,
      takesBatches,
      send: async (message) => {
        this.messages.push(message);
        await this.gate.promise;
      },
    });
  }

  /** From now on every message stays on its way. */
  block(): void {
    this.gate = new Deferred();
  }

  unblock(): void {
    this.gate.resolve(undefined);
  }

  subscribe(process: ManagedProcess, windowBytes = 1024 * 1024): void {
    this.processes.push(process);
    this.outbox.subscribe(new Subscription(process, { from: 0, windowBytes, whenSlow: 'skip' }));
  }

  status(process: ManagedProcess, label: string, afterOutput = false): void {
    this.outbox.pushStatus(statusOf(process, label), afterOutput);
  }

  /** Prints, and tells the outbox as the hub does. */
  print(child: FakeChild, text: string): void {
    const before = this.processes.map(({ output }) => output.endCursor);
    child.print(text);
    const process = this.processes.find(({ output }, index) => output.endCursor !== before[index]);
    const subscription = this.outbox.get(process?.id ?? '');
    if (subscription !== undefined) this.outbox.wakeFor(subscription);
  }

  /** Waits until so many have been sent and nothing more comes, however long it is gathered for. */
  async sent(count: number): Promise<string[]> {
    await eventually(() => {
      this.clock.advance(5);
      return this.messages.length >= count;
    });
    await this.settled();
    this.clock.advance(5);
    await this.settled();
    assert.equal(this.messages.length, count, this.texts.join('\n').slice(0, 1000));
    return this.texts;
  }

  /** Everything that can be sent without time going on has been. */
  async settled(): Promise<void> {
    await new Promise(setImmediate);
  }

  get texts(): string[] {
    return this.messages.map(textOf);
  }
}

function textOf(message: StreamMessage): string {
  switch (message.type) {
    case 'output':
      return `${message.processId}:${message.data.content}`;
    case 'status':
      return `${message.processId} ${message.data.process.title}`;
    case 'batch':
      return `[${message.messages.map(textOf).join(' ')}]`;
    case 'error':
      return message.data.message;
    case 'search':
      return message.searchId;
  }
}

/** A status that its title tells from others. */
function statusOf(
  process: ManagedProcess,
  label: string,
  change: 'moved' | 'removed' = 'moved',
): ProcessMessage {
  return {
    type: 'status',
    sessionId: process.sessionId,
    processId: process.id,
    timestamp: 0,
    data: {
      change,
      state: 'running',
      process: { ...processInfoOf(process, 'here'), title: label },
    },
  };
}
