import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConnection } from '../../../src/client/openConnection.ts';
import type { RunnerConnection } from '../../../src/client/runnerConnection.ts';
import { RunnerError } from '../../../src/client/runnerError.ts';
import { MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from '../../../src/protocol/limits.ts';
import type { OutputMessage, SingleStreamMessage } from '../../../src/protocol/stream.ts';
import { connectTo, socketPair, testClient } from '../../fakes/connectedPair.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { FakeRunner, refusal, wrong } from '../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

const introduction = {
  protocolVersion: PROTOCOL_VERSION,
  client: testClient,
  capabilities: { batches: true },
};

const output: OutputMessage = {
  type: 'output',
  sessionId: 's1',
  processId: 'p1',
  timestamp: 1,
  data: { stream: 'stdout', content: 'hello', encoding: 'utf8', cursor: 5 },
};

describe('openConnection: the handshake', () => {
  checkLeaks();

  it('introduces the client with version, name and token, and keeps the greeting', async () => {
    const runner = new FakeRunner();
    const { connection } = await connectTo(runner, { token: 'secret' });
    assert.deepEqual(runner.asked, [{ method: 'initialize', params: { ...introduction, token: 'secret' } }]);
    assert.deepEqual(connection.greeting, runner.greeting);
    connection.dispose();
  });

  it('leaves out a token that there is none of', async () => {
    const runner = new FakeRunner();
    const { connection } = await connectTo(runner);
    assert.deepEqual(runner.asked[0]?.params, introduction);
    connection.dispose();
  });

  it("rejects with the runner's refusal, even when the runner hangs up right after it", async () => {
    const { near, far } = socketPair();
    const runner = new FakeRunner({
      initialize: () => {
        // Written before the answer is, and read together with it.
        setImmediate(() => setImmediate(() => far.end()));
        throw refusal('UNAUTHORIZED', 'The token is wrong.');
      },
    });
    runner.serve({ readable: far, writable: far });
    await assert.rejects(open(near), matches('UNAUTHORIZED', 'The token is wrong.'));
    assert.equal(near.destroyed, true);
  });

  it('rejects a runner that answers in another version, naming both', async () => {
    const runner = new FakeRunner();
    runner.greeting = { ...runner.greeting, protocolVersion: 7 };
    await assert.rejects(connectTo(runner), (error: RunnerError) => {
      assert.equal(error.code, 'PROTOCOL_MISMATCH');
      assert.match(error.message, /speaks version 1 .*speaks version 7\. Update the older/);
      return true;
    });
  });

  it('gives up on a runner that does not answer in time', async () => {
    const clock = new FakeClock();
    const runner = new FakeRunner({ initialize: () => new Promise(() => undefined) });
    const connecting = connectTo(runner, { clock, handshakeTimeoutMs: 500 });
    await eventually(() => runner.asked.length === 1);
    clock.advance(500);
    await assert.rejects(connecting, matches('BAD_ANSWER', /did not answer the handshake within 500 ms/));
  });

  it('rejects when the other side hangs up instead of answering', async () => {
    const { near, far } = socketPair();
    far.resume();
    far.end();
    await assert.rejects(open(near), matches('CONNECTION_CLOSED', 'The runner has closed the connection.'));
  });

  for (const [what, bytes, message] of [
    ['talks without a header', 'HTTP/1.1 400 Bad Request\r\n\r\n', /a message without a length/],
    ['never ends its header', 'x'.repeat(5_000), /no message header/],
    ['announces a message of monstrous size', 'Content-Length: 99999999999\r\n\r\n', /99999999999 bytes/],
    ['sends what is not JSON', 'Content-Length: 3\r\n\r\n{,}', /not JSON/],
    ['sends JSON that is no message', 'Content-Length: 2\r\n\r\n{}', /not a JSON-RPC message/],
  ] as const) {
    it(`rejects a peer that ${what}`, async () => {
      const { near, far } = socketPair();
      far.write(bytes);
      await assert.rejects(open(near), matches('BAD_ANSWER', message));
      assert.equal(near.destroyed, true);
    });
  }
});

describe('openConnection: requests', () => {
  checkLeaks();

  it('brings the answer, checked against the protocol', async () => {
    const info = makeProcessInfo();
    const { connection } = await connectTo(new FakeRunner({ 'process/list': () => [info] }));
    assert.deepEqual(await connection.request('process/list', {}), [info]);
    connection.dispose();
  });

  it('brings a refusal as a RunnerError with its code and errno', async () => {
    const runner = new FakeRunner({
      'process/get': () => {
        throw refusal('SPAWN_FAILED', 'There is no "frob".', 'ENOENT');
      },
    });
    const { connection } = await connectTo(runner);
    await assert.rejects(connection.request('process/get', { processId: 'p1' }), (error: RunnerError) => {
      assert.deepEqual(
        [error.code, error.message, error.errno],
        ['SPAWN_FAILED', 'There is no "frob".', 'ENOENT'],
      );
      return true;
    });
    connection.dispose();
  });

  it('says so when the runner does not know the method', async () => {
    const { connection } = await connectTo(new FakeRunner());
    await assert.rejects(
      connection.request('session/list', {}),
      matches('METHOD_NOT_FOUND', /"session\/list"/),
    );
    connection.dispose();
  });

  it('calls an answer of the wrong shape, and an error without our data, a bad answer', async () => {
    const runner = new FakeRunner({
      'process/list': () => wrong([{ id: 1 }]),
      'runner/status': () => {
        throw new Error('boom');
      },
    });
    const { connection } = await connectTo(runner);
    await assert.rejects(connection.request('process/list', {}), matches('BAD_ANSWER', /"\[0\]\.id"/));
    await assert.rejects(connection.request('runner/status', {}), matches('BAD_ANSWER', /boom/));
    connection.dispose();
  });

  it('refuses to send what the runner would not accept, and goes on', async () => {
    const runner = new FakeRunner({ 'terminal/input': () => ({}) });
    const { connection } = await connectTo(runner);
    const tooMuch = { processId: 'p1', data: 'x'.repeat(MAX_MESSAGE_BYTES) };
    await assert.rejects(
      connection.request('terminal/input', tooMuch),
      matches('MESSAGE_TOO_LARGE', /8388608/),
    );
    assert.deepEqual(await connection.request('terminal/input', { processId: 'p1', data: 'x' }), {});
    assert.deepEqual(runner.methodsAsked(), ['initialize', 'terminal/input']);
    connection.dispose();
  });

  it('keeps to a smaller limit of the runner', async () => {
    const runner = new FakeRunner();
    runner.greeting = {
      ...runner.greeting,
      capabilities: { ...runner.greeting.capabilities, maxMessageBytes: 1_000 },
    };
    const { connection } = await connectTo(runner);
    const input = { processId: 'p1', data: 'x'.repeat(1_000) };
    await assert.rejects(
      connection.request('terminal/input', input),
      matches('MESSAGE_TOO_LARGE', /accepts 1000/),
    );
    connection.dispose();
  });
});

describe('openConnection: the stream', () => {
  checkLeaks();

  it('brings messages in order, and leaves out what a newer runner may add', async () => {
    const runner = new FakeRunner();
    const { connection } = await connectTo(runner);
    const received: SingleStreamMessage[] = [];
    connection.onStream((message) => received.push(message));
    const second = { ...output, timestamp: 2 };
    await runner.stream(output);
    await runner.stream(wrong({ ...output, type: 'weather', data: {} }));
    await runner.stream(second);
    await eventually(() => received.length === 2);
    assert.deepEqual(received, [output, second]);
    connection.dispose();
  });

  it('takes batches apart', async () => {
    const runner = new FakeRunner();
    const { connection } = await connectTo(runner);
    const received: SingleStreamMessage[] = [];
    connection.onStream((message) => received.push(message));
    const messages = [output, { ...output, processId: 'p2' }];
    await runner.stream({ type: 'batch', timestamp: 3, messages });
    await eventually(() => received.length === 2);
    assert.deepEqual(received, messages);
    connection.dispose();
  });

  it('ends the conversation at a message that breaks the protocol', async () => {
    const runner = new FakeRunner({ 'process/wait': () => new Promise(() => undefined) });
    const { connection } = await connectTo(runner);
    const closed = whenClosed(connection);
    const waiting = connection.request('process/wait', { processId: 'p1', until: 'ended' });
    const rejected = assert.rejects(waiting, matches('BAD_ANSWER', /"data\.cursor"/));
    await runner.stream(wrong({ ...output, data: { stream: 'stdout', content: '', encoding: 'utf8' } }));
    assert.match(await closed, /"data\.cursor"/);
    await rejected;
  });

  it('lives on when a listener throws, and tells the log', async () => {
    const errors: string[] = [];
    const logger = { debug: noop, info: noop, warn: noop, error: (message: string) => errors.push(message) };
    const runner = new FakeRunner({ 'session/list': () => [] });
    const { connection } = await connectTo(runner, { logger });
    connection.onStream(() => {
      throw new Error('listener');
    });
    await runner.stream(output);
    await eventually(() => errors.length === 1);
    assert.deepEqual(await connection.request('session/list', {}), []);
    connection.dispose();
  });
});

describe('openConnection: the end', () => {
  checkLeaks();

  it('rejects what is pending and what follows, and says once that it closed', async () => {
    const runner = new FakeRunner({ 'process/wait': () => new Promise(() => undefined) });
    const { connection, far } = await connectTo(runner);
    const reasons: string[] = [];
    connection.onDidClose((reason) => reasons.push(reason));
    const pending = assert.rejects(
      connection.request('process/wait', { processId: 'p1', until: 'ended' }),
      matches('CONNECTION_CLOSED', 'The runner has closed the connection.'),
    );
    await eventually(() => runner.asked.length === 2);
    far.end();
    await pending;
    await assert.rejects(connection.request('session/list', {}), matches('CONNECTION_CLOSED', /has closed/));
    const ack = connection.notify('output/ack', { processId: 'p1', cursor: 1 });
    await assert.rejects(ack, matches('CONNECTION_CLOSED', /has closed/));
    assert.deepEqual(reasons, ['The runner has closed the connection.']);
  });

  it('delivers everything that came before the end', async () => {
    const runner = new FakeRunner({ 'runner/shutdown': () => ({}) });
    const { connection, far } = await connectTo(runner);
    const received: number[] = [];
    connection.onStream(({ timestamp }) => received.push(timestamp));
    const closed = whenClosed(connection);
    const asked = connection.request('runner/shutdown', {});
    await eventually(() => runner.asked.length === 2);
    const timestamps = Array.from({ length: 50 }, (_, index) => index);
    await Promise.all(timestamps.map((timestamp) => runner.stream({ ...output, timestamp })));
    far.end();
    assert.deepEqual(await asked, {});
    await closed;
    assert.deepEqual(received, timestamps);
  });

  it('does not call it closed when it was disposed, twice even, but rejects what is pending', async () => {
    const runner = new FakeRunner({ 'process/wait': () => new Promise(() => undefined) });
    const { connection } = await connectTo(runner);
    const reasons: string[] = [];
    connection.onDidClose((reason) => reasons.push(reason));
    const pending = connection.request('process/wait', { processId: 'p1', until: 'ended' });
    const rejected = assert.rejects(pending, matches('CONNECTION_CLOSED', /This client has closed/));
    connection.dispose();
    connection.dispose();
    await rejected;
    assert.deepEqual(reasons, []);
  });

  it('ends when the runner refuses a message that it cannot attribute', async () => {
    const { connection, far } = await connectTo(new FakeRunner());
    const closed = whenClosed(connection);
    const error = { code: -32_000, message: 'Too large.', data: { code: 'MESSAGE_TOO_LARGE' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: null, error });
    far.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    assert.equal(await closed, 'Too large.');
    await assert.rejects(connection.request('session/list', {}), matches('MESSAGE_TOO_LARGE', 'Too large.'));
  });

  it('survives a pipe that breaks under many sends', async () => {
    const { connection, far } = await connectTo(new FakeRunner());
    const sends = Array.from({ length: 20 }, (_, cursor) =>
      connection.notify('output/ack', { processId: 'p1', cursor }),
    );
    const requests = Array.from({ length: 20 }, () => connection.request('session/list', {}));
    far.destroy(new Error('gone'));
    far.on('error', noop);
    connection.dispose();
    const results = await Promise.allSettled([...sends, ...requests]);
    for (const result of results) {
      if (result.status === 'rejected') assert.ok(result.reason instanceof RunnerError);
    }
  });
});

function open(near: ReturnType<typeof socketPair>['near']): Promise<RunnerConnection> {
  const clock = new FakeClock();
  return openConnection({ streams: { readable: near, writable: near }, client: testClient, clock });
}

function whenClosed(connection: RunnerConnection): Promise<string> {
  return new Promise((resolve) => connection.onDidClose(resolve));
}

function matches(code: RunnerError['code'], message: string | RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RunnerError, String(error));
    assert.equal(error.code, code);
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  };
}

function noop(): void {
  // Nothing to do.
}
