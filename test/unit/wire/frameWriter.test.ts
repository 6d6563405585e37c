import assert from 'node:assert/strict';
import { Duplex, PassThrough, Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { StreamMessageReader, type Message } from 'vscode-jsonrpc/node';
import { FrameWriter } from '../../../src/wire/frameWriter.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('FrameWriter', () => {
  checkLeaks();

  it('writes what the library reads, whatever the alphabet', async () => {
    const stream = new PassThrough();
    const writer = new FrameWriter(stream);
    const messages = ['plain\n"text"', 'façade', '€ 漢字 👩‍👧', '\ud800 alone'].map(notification);
    const received: Message[] = [];
    const reading = new StreamMessageReader(stream).listen((message) => received.push(message));
    for (const message of messages) await writer.write(message);
    await eventually(() => received.length === messages.length);
    assert.deepEqual(received, messages);
    reading.dispose();
    stream.destroy();
  });

  it('hands a message to the stream at once and in one piece, in the order of the calls', async () => {
    const { stream, pieces } = stalledStream();
    const writer = new FrameWriter(stream);
    const writes = [writer.write(notification('a')), writer.write(notification('b'))];
    assert.match(pieces.join(), /^Content-Length: \d+\r\n\r\n\{.*"a".*\}$/s);
    stream.destroy();
    await Promise.allSettled(writes);
  });

  it('resolves when the message was taken, not before', async () => {
    const { stream, take } = stalledStream();
    const writer = new FrameWriter(stream);
    let isWritten = false;
    const write = writer.write(notification('a')).then(() => (isWritten = true));
    await new Promise(setImmediate);
    assert.equal(isWritten, false);
    take();
    await write;
    stream.destroy();
  });

  it('tells whoever writes, and whoever listens, that it failed', async () => {
    const errors: string[] = [];
    const stream = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('no room'));
      },
    });
    const writer = new FrameWriter(stream);
    writer.onError(([error, message]) => errors.push(`${error.message}${message === undefined ? '' : '!'}`));
    await assert.rejects(writer.write(notification('a')), /no room/);
    assert.ok(errors.includes('no room!'));
  });

  it('leaves nobody waiting when the stream is destroyed', async () => {
    const { stream } = stalledStream();
    const writer = new FrameWriter(stream);
    const closed = new Promise<void>((resolve) => writer.onClose(resolve));
    const writes = ['a', 'b'].map((text) => writer.write(notification(text)));
    stream.destroy();
    for (const write of writes) await assert.rejects(write);
    await closed;
    await assert.rejects(writer.write(notification('late')));
  });

  it('ends the stream', async () => {
    const stream = new PassThrough();
    new FrameWriter(stream).end();
    await eventually(() => stream.writableEnded);
    stream.destroy();
  });
});

function notification(text: string): Message {
  return { jsonrpc: '2.0', method: 'say', params: { text } } as Message;
}

/** A stream that takes nothing until it is told to. */
function stalledStream(): { stream: Duplex; pieces: string[]; take: () => void } {
  const pieces: string[] = [];
  let taken: (() => void) | undefined;
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      pieces.push(chunk.toString());
      taken = done;
    },
  });
  return { stream, pieces, take: () => taken?.() };
}
