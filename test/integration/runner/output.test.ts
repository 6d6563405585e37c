import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { MIN_WINDOW_BYTES } from '../../../src/protocol/limits.ts';
import type { OutputMessage, StreamMessage } from '../../../src/protocol/stream.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { whenStill } from '../../helpers/whenStill.ts';
import type { RawClient } from './rawClient.ts';
import { RunnerStarter } from './startRunner.ts';

/** The numbers up to here are 20 MB of lines. */
const MANY = 2_750_000;

describe('much output', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  for (const interactive of [false, true]) {
    it(`arrives byte for byte ${interactive ? 'from a terminal' : 'from pipes'}, end included`, async () => {
      const { client } = await starter.stdio();
      const follower = new Follower(client);
      const processId = await spawnCounting(client, MANY, { interactive });
      assert.deepEqual(await client.request('output/subscribe', { processId, from: 'start' }), { cursor: 0 });
      const { endCursor } = await client.request('process/wait', { processId, until: 'ended' });
      await follower.reaches(endCursor);
      assert.equal(follower.skippedBytes, 0);
      assert.deepEqual(follower.summary, summaryOf(MANY, interactive ? '\r\n' : '\n'));
    });
  }

  it('can be read from anywhere after the end, long after memory has forgotten it', async () => {
    const { client } = await starter.stdio();
    client.keepsStream = false;
    const processId = await spawnCounting(client, MANY);
    const { endCursor } = await client.request('process/wait', { processId, until: 'ended' });
    const hash = createHash('sha256');
    let cursor = 0;
    while (cursor < endCursor) {
      const read = await client.request('output/read', { processId, from: cursor, maxBytes: 1024 * 1024 });
      assert.equal(read.skippedBytes, undefined);
      assert.ok(read.cursor > cursor);
      hash.update(Buffer.from(read.content, read.encoding));
      ({ cursor } = read);
    }
    assert.deepEqual({ bytes: endCursor, sha256: hash.digest('hex') }, summaryOf(MANY));
  });

  it('does not wait for a subscriber who does not acknowledge, nor does another subscriber', async () => {
    const daemon = await starter.daemon({ args: ['--log-process-mib', '1'] });
    const [slow, fast] = [await starter.client(daemon), await starter.client(daemon)];
    const follower = new Follower(fast);
    const processId = await spawnCounting(fast, MANY, { waits: true });
    await fast.request('output/subscribe', { processId, from: 'start', windowBytes: 4 * 1024 * 1024 });
    await slow.request('output/subscribe', { processId, from: 'start', windowBytes: MIN_WINDOW_BYTES });
    await fast.request('terminal/input', { processId, data: 'go\n' });
    const { state, endCursor } = await fast.request('process/wait', { processId, until: 'ended' });
    assert.equal(state, 'stopped');
    await follower.reaches(endCursor);

    // The slow one got its window and no more.
    const heardBytes = (): number => slow.outputOf(processId).length;
    assert.equal(await whenStill(heardBytes), MIN_WINDOW_BYTES);
    slow.notify('output/ack', { processId, cursor: MIN_WINDOW_BYTES });
    // Its place is neither in memory nor on disk any more: it is told so, and gets what is.
    const next = await eventually(
      () => outputsOf(slow).find(({ data }) => data.cursor > MIN_WINDOW_BYTES) ?? false,
    );
    assert.ok((next.data.skippedBytes ?? 0) > 1_000_000);
    const length = Buffer.byteLength(next.data.content);
    assert.equal(next.data.cursor, MIN_WINDOW_BYTES + (next.data.skippedBytes ?? 0) + length);
  });

  it('waits for a subscriber who wants to miss nothing', async () => {
    const { client } = await starter.stdio({ args: ['--log-process-mib', '1'] });
    const processId = await spawnCounting(client, MANY, { waits: true });
    const windowBytes = 64 * 1024;
    await client.request('output/subscribe', { processId, from: 'start', windowBytes, whenSlow: 'pause' });
    await client.request('terminal/input', { processId, data: 'go\n' });
    const printed = async (): Promise<number> =>
      (await client.request('process/get', { processId })).endCursor;
    const held = await eventually(async () => {
      const before = await printed();
      const after = await new Promise((resolve) => setImmediate(resolve)).then(printed);
      return before === after && before > windowBytes && { bytes: after };
    });
    assert.ok(held.bytes < 8 * 1024 * 1024, `${held.bytes} bytes were printed ahead`);
    const follower = new Follower(client);
    client.notify('output/ack', { processId, cursor: windowBytes });
    await follower.reaches(summaryOf(MANY).bytes);
    assert.equal(follower.skippedBytes, 0);
    assert.equal(await printed(), summaryOf(MANY).bytes);
  });

  it('is only not logged when the disk does not take it, and that is told', async () => {
    const stateDir = starter.newStateDir();
    writeFileSync(path.join(stateDir, 'logs'), 'a file where the directory should be');
    const { client } = await starter.stdio({ args: ['--state-dir', stateDir] });
    const processId = await spawnCounting(client, 1000);
    await client.request('output/subscribe', { processId, from: 'start' });
    const { state } = await client.request('process/wait', { processId, until: 'ended' });
    assert.equal(state, 'stopped');
    await eventually(() => assert.match(client.outputOf(processId), /\n1000\n$/));
    const warnings = client.streamed.flatMap((message) => (message.type === 'error' ? [message.data] : []));
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['LOG_FAILED'],
    );
    assert.match(warnings[0]?.message ?? '', /is not being logged: /);
  });

  it('never delays the echo of what is typed elsewhere for long', async () => {
    const { client } = await starter.stdio();
    const follower = new Follower(client, { keeps: true });
    const { session } = await client.request('session/open', { name: 'main', cwd: '/' });
    const spawn = async (command: string, args: string[]): Promise<string> => {
      const spec = { command, args, interactive: true };
      const { id } = await client.request('process/spawn', { sessionId: session.id, spec });
      await client.request('output/subscribe', { processId: id, from: 'start' });
      return id;
    };
    const shell = await spawn('cat', []);
    const flood = await spawn('yes', []);
    await eventually(() => follower.bytesOf(flood) > 1_000_000);
    const typedAtMs = performance.now();
    await client.request('terminal/input', { processId: shell, data: 'k' });
    await eventually(() => follower.bytesOf(shell) > 0);
    // A person notices a tenth of a second; this machine may be busy with other tests as well.
    assert.ok(performance.now() - typedAtMs < 1_000);
    await client.request('process/kill', { processId: flood });
  });
});

/** Acknowledges everything that a client hears, as it comes, and keeps a summary of it. */
class Follower {
  skippedBytes = 0;
  private bytes = 0;
  private cursor = 0;
  private readonly hash = createHash('sha256');
  private readonly byProcess = new Map<string, number>();
  private readonly client: RawClient;

  constructor(client: RawClient, { keeps = false } = {}) {
    this.client = client;
    for (const message of client.streamed) this.receive(message);
    client.onStream = (message) => this.receive(message);
    client.keepsStream = keeps;
  }

  get summary(): { bytes: number; sha256: string } {
    return { bytes: this.bytes, sha256: this.hash.copy().digest('hex') };
  }

  /** The end of a process may be told before all of its output, for want of credit. */
  reaches(cursor: number): Promise<unknown> {
    return eventually(() => assert.equal(this.cursor, cursor), { timeoutMs: 60_000 });
  }

  bytesOf(processId: string): number {
    return this.byProcess.get(processId) ?? 0;
  }

  private receive(message: StreamMessage): void {
    if (message.type !== 'output') return;
    const { processId, data } = message;
    const content = Buffer.from(data.content, data.encoding);
    this.skippedBytes += data.skippedBytes ?? 0;
    this.bytes += content.length;
    this.cursor = data.cursor;
    this.byProcess.set(processId, this.bytesOf(processId) + content.length);
    this.hash.update(content);
    this.client.notify('output/ack', { processId, cursor: data.cursor });
  }
}

interface CountingOptions {
  interactive?: boolean;
  /** It begins when it gets a line of input. */
  waits?: boolean;
}

async function spawnCounting(
  client: RawClient,
  last: number,
  { interactive = false, waits = false }: CountingOptions = {},
): Promise<string> {
  const { session } = await client.request('session/open', { name: 'main', cwd: '/' });
  const line = `${waits ? 'read go; ' : ''}exec seq 1 ${last}`;
  const spec = { command: 'sh', args: ['-c', line], interactive };
  const { id: processId } = await client.request('process/spawn', { sessionId: session.id, spec });
  await client.request('process/wait', { processId, until: 'started' });
  return processId;
}

/** What counting prints, made here. */
function summaryOf(last: number, lineEnd = '\n'): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  let bytes = 0;
  for (let first = 1; first <= last; first += 10_000) {
    const count = Math.min(10_000, last - first + 1);
    const text = Array.from({ length: count }, (_, i) => `${first + i}${lineEnd}`).join('');
    hash.update(text);
    bytes += text.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function outputsOf(client: RawClient): OutputMessage[] {
  return client.streamed.filter((message) => message.type === 'output');
}
