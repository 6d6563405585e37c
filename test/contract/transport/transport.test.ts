import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { Transform, type Readable, type TransformCallback, type Writable } from 'node:stream';
import { afterEach, describe, it } from 'node:test';
import { StreamMessageReader, type Message, type RequestMessage } from 'vscode-jsonrpc/node';
import { Deferred } from '../../../src/base/deferred.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { MAX_HANDSHAKE_BYTES, MAX_MESSAGE_BYTES } from '../../../src/protocol/limits.ts';
import { SocketServer } from '../../../src/runner/transport/socketServer.ts';
import { StreamTransport } from '../../../src/runner/transport/streamTransport.ts';
import type { Transport } from '../../../src/runner/transport/transport.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { whenStill } from '../../helpers/whenStill.ts';

/** The runner's end of a connection, and the raw streams of the other. */
interface Connection {
  transport: Transport;
  /** What the other side writes to. */
  toRunner: Writable;
  /** What the other side reads from. */
  fromRunner: Readable;
}

const ping: RequestMessage = { jsonrpc: '2.0', id: 1, method: 'ping', params: {} };

describeTransport('over two streams, as on standard input and output', () => () => {
  const toRunner = new Pipe();
  const fromRunner = new Pipe();
  const transport = new StreamTransport({ input: toRunner, output: fromRunner, logger: silentLogger });
  return Promise.resolve({ transport, toRunner, fromRunner });
});

describeTransport('over a socket', () => {
  const directory = temporaryDirectory();
  let count = 0;
  return async () => {
    const socketPath = path.join(directory, `${count++}.sock`);
    const accepted = new Deferred<Transport>();
    const server = await SocketServer.listen(socketPath, accepted.resolve, silentLogger);
    const socket = connect(socketPath);
    const transport = await accepted.promise;
    // Those who are connected stay so.
    server.dispose();
    return { transport, toRunner: socket, fromRunner: socket };
  };
});

describe(
  'the socket of a server',
  { skip: process.platform === 'win32' && 'platform: no modes on pipes' },
  () => {
    checkLeaks();
    const directory = temporaryDirectory();

    it('is for its user only, whatever the umask is', async () => {
      const socketPath = path.join(directory, 'private.sock');
      const umask = process.umask(0);
      const server = await SocketServer.listen(socketPath, () => undefined, silentLogger);
      assert.equal(process.umask(umask), 0);
      assert.equal(statSync(socketPath).mode & 0o777, 0o700);
      server.dispose();
    });

    it('cannot be made where one is', async () => {
      const socketPath = path.join(directory, 'taken.sock');
      const server = await SocketServer.listen(socketPath, () => undefined, silentLogger);
      await assert.rejects(
        SocketServer.listen(socketPath, () => undefined, silentLogger),
        /EADDRINUSE/,
      );
      server.dispose();
    });
  },
);

function describeTransport(name: string, prepare: () => () => Promise<Connection>): void {
  describe(`a transport ${name}`, () => {
    checkLeaks();
    const open = prepare();
    const opened: Connection[] = [];
    afterEach(() => {
      for (const { transport, toRunner, fromRunner } of opened.splice(0)) {
        transport.close();
        toRunner.destroy();
        fromRunner.destroy();
      }
    });

    async function connected(): Promise<Connection & { received: Message[]; answers: Message[] }> {
      const connection = await open();
      opened.push(connection);
      const received: Message[] = [];
      connection.transport.reader.listen((message) => received.push(message));
      const answers: Message[] = [];
      new StreamMessageReader(connection.fromRunner).listen((message) => answers.push(message));
      return { ...connection, received, answers };
    }

    it('carries messages both ways', async () => {
      const { transport, toRunner, received, answers } = await connected();
      toRunner.write(frame(ping));
      await eventually(() => assert.deepEqual(received, [ping]));
      const answer = { jsonrpc: '2.0', id: 1, result: 'pöng' };
      await transport.writer.write(answer);
      await eventually(() => assert.deepEqual(answers, [answer]));
    });

    it('puts together what comes byte by byte', async () => {
      const { toRunner, received } = await connected();
      const message = { ...ping, params: { text: '€'.repeat(20) } };
      for (const byte of frame(message)) toRunner.write(Uint8Array.of(byte));
      await eventually(() => assert.deepEqual(received, [message]));
    });

    it('tells the sender what is no message, and goes on', async () => {
      const { toRunner, received, answers } = await connected();
      toRunner.write(frame([ping]));
      toRunner.write(frameText('{"jsonrpc":'));
      toRunner.write(frame({ ...ping, id: 7, params: 'positional' }));
      toRunner.write(frame(ping));
      await eventually(() => assert.deepEqual(received, [ping]));
      const faults = await eventually(() => (answers.length === 3 ? answers.map(faultOf) : false));
      assert.deepEqual(faults.sort(), [
        '-32600 MESSAGE_MALFORMED 7',
        '-32600 MESSAGE_MALFORMED null',
        '-32700 MESSAGE_MALFORMED null',
      ]);
    });

    it('tells the sender of what cannot be told apart any more, and hangs up', async () => {
      const { transport, toRunner, fromRunner, answers } = await connected();
      const closed = closeOf(transport);
      const ended = endOf(fromRunner);
      toRunner.write('GET / HTTP/1.1\r\n\r\n');
      await closed;
      await ended;
      assert.deepEqual(answers.map(faultOf), ['-32600 MESSAGE_MALFORMED null']);
    });

    it('lets nobody who is not trusted send anything large', async () => {
      const { transport, toRunner, fromRunner, received, answers } = await connected();
      const closed = closeOf(transport);
      const ended = endOf(fromRunner);
      toRunner.write(frameText('x'.repeat(MAX_HANDSHAKE_BYTES + 1)));
      await closed;
      await ended;
      assert.deepEqual(answers.map(faultOf), ['-32600 MESSAGE_TOO_LARGE null']);
      assert.deepEqual(received, []);
    });

    it('takes much from whoever is trusted, and no more than the protocol allows', async () => {
      const { transport, toRunner, received, answers } = await connected();
      const closed = closeOf(transport);
      transport.trust();
      toRunner.write(frame({ ...ping, params: { text: 'x'.repeat(MAX_MESSAGE_BYTES - 1000) } }));
      await eventually(() => received.length === 1);
      toRunner.write(`Content-Length: ${MAX_MESSAGE_BYTES + 1}\r\n\r\n`);
      await closed;
      await eventually(() => assert.deepEqual(answers.map(faultOf), ['-32600 MESSAGE_TOO_LARGE null']));
    });

    it('says once when the other side has gone', async () => {
      const { transport, toRunner } = await connected();
      let closes = 0;
      transport.onDidClose(() => closes++);
      toRunner.destroy();
      await eventually(() => closes === 1);
      transport.close();
      await new Promise(setImmediate);
      assert.equal(closes, 1);
    });

    it('says so too when the other side only ends its sending', async () => {
      const { transport, toRunner } = await connected();
      const closed = closeOf(transport);
      toRunner.end();
      await closed;
    });

    it('hangs up at once when it is told to, once', async () => {
      const { transport, fromRunner } = await connected();
      let closes = 0;
      transport.onDidClose(() => closes++);
      const ended = endOf(fromRunner);
      transport.close();
      transport.close();
      await ended;
      assert.equal(closes, 1);
    });

    it('hangs up after what is being written, when it is told to', async () => {
      const { transport, fromRunner, answers } = await connected();
      const ended = endOf(fromRunner);
      const large = { jsonrpc: '2.0', id: 1, result: 'x'.repeat(3_000_000) };
      const written = transport.writer.write(large);
      await transport.closeAfterWrites();
      await written;
      await ended;
      assert.deepEqual(answers, [large]);
    });

    it('makes the writer wait for a reader who is slow', async () => {
      const connection = await open();
      opened.push(connection);
      const { transport, fromRunner } = connection;
      let written = 0;
      for (let i = 0; i < 40; i++) {
        const message = { jsonrpc: '2.0', method: 'stream', params: { text: 'x'.repeat(1_000_000) } };
        transport.writer.write(message).then(
          () => written++,
          () => undefined,
        );
      }
      assert.ok((await whenStill(() => written)) < 20, `${written} of 40 were taken without a reader`);
      fromRunner.resume();
      await eventually(() => written === 40);
    });
  });
}

/** As the system's pipes do, it has a copy of what was written to it. */
class Pipe extends Transform {
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, Buffer.from(chunk));
  }
}

function frame(message: unknown): Buffer {
  return frameText(JSON.stringify(message));
}

function frameText(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function faultOf(message: Message): string {
  const { id, error } = message as unknown as {
    id: unknown;
    error: { code: number; data: { code: string } };
  };
  return `${error.code} ${error.data.code} ${String(id)}`;
}

function closeOf(transport: Transport): Promise<void> {
  return new Promise((resolve) => {
    transport.onDidClose(resolve);
  });
}

function endOf(stream: Readable): Promise<unknown> {
  return new Promise((resolve) => {
    stream.on('close', resolve);
  });
}
