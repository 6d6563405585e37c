import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MAX_HANDSHAKE_BYTES } from '../../../../src/protocol/limits.ts';
import { FrameGuard } from '../../../../src/runner/transport/frameGuard.ts';
import { MessageFault } from '../../../../src/runner/transport/messageFault.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('FrameGuard', () => {
  checkLeaks();

  it('lets frames pass unchanged, wherever they are cut', async () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant('Content-Length: 9\r\n\r\n'),
      fc.constant('{}'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(body, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 30 })),
        async (bodies, cuts) => {
          const sent = Buffer.concat(bodies.map((text) => frame(text.toWellFormed())));
          const { passed, fault } = await feed(pieces(sent, cuts));
          assert.equal(fault, undefined);
          assert.deepEqual(passed, sent);
        },
      ),
    );
  });

  it('understands the header in any case, with others beside it', async () => {
    for (const header of [
      'content-length: 2',
      'CONTENT-LENGTH:2',
      'Content-Type: application/json\r\nContent-Length: 2',
      'Content-Length: 2\r\nContent-Type: application/json',
    ]) {
      const { fault } = await feed([Buffer.from(`${header}\r\n\r\n{}`)]);
      assert.equal(fault, undefined, header);
    }
  });

  const malformed: [string, string, RegExp][] = [
    ['no length', 'Content-Type: text/plain\r\n\r\n{}', /without a Content-Length/],
    ['a length that is no number', 'Content-Length: many\r\n\r\n', /without a Content-Length/],
    ['a negative length', 'Content-Length: -5\r\n\r\n', /without a Content-Length/],
    ['a length of too many digits', `Content-Length: ${'9'.repeat(16)}\r\n\r\n`, /without a Content-Length/],
    ['a name that only ends the same', 'X-Content-Length: 5\r\n\r\n', /without a Content-Length/],
    ['no end', 'x'.repeat(2000), /header without an end/],
    ['a request of HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', /without a Content-Length/],
  ];
  for (const [what, text, message] of malformed) {
    it(`fails at a header with ${what}`, async () => {
      const { fault } = await feed([Buffer.from(text)]);
      assert.equal(fault?.code, 'MESSAGE_MALFORMED');
      assert.match(fault.message, message);
    });
  }

  it('fails at a length over the limit, before the body has come', async () => {
    const { fault } = await feed([Buffer.from(`Content-Length: ${MAX_HANDSHAKE_BYTES + 1}\r\n\r\n`)]);
    assert.equal(fault?.code, 'MESSAGE_TOO_LARGE');
    assert.match(fault.message, /65537 bytes is over the limit of 65536 bytes/);
  });

  it('lets a message of just the limit pass', async () => {
    const { fault } = await feed([frame('x'.repeat(MAX_HANDSHAKE_BYTES))]);
    assert.equal(fault, undefined);
  });

  it('lets larger ones pass once it is told to', async () => {
    const guard = new FrameGuard();
    guard.setLimit(MAX_HANDSHAKE_BYTES * 2);
    const { fault } = await feed([frame('x'.repeat(MAX_HANDSHAKE_BYTES + 1))], guard);
    assert.equal(fault, undefined);
  });

  it('lets what came whole before a fault pass', async () => {
    const good = frame('{"jsonrpc":"2.0"}');
    const { passed, fault } = await feed([Buffer.concat([good, Buffer.from('garbage\r\n\r\n')])]);
    assert.equal(fault?.code, 'MESSAGE_MALFORMED');
    assert.deepEqual(passed, good);
  });
});

async function feed(
  chunks: readonly Buffer[],
  guard = new FrameGuard(),
): Promise<{ passed: Buffer; fault: MessageFault | undefined }> {
  const passed: Buffer[] = [];
  guard.on('data', (chunk: Buffer) => passed.push(chunk));
  const fault = await new Promise<MessageFault | undefined>((resolve) => {
    guard.on('error', (error) => {
      assert.ok(error instanceof MessageFault);
      resolve(error);
    });
    guard.on('end', () => resolve(undefined));
    for (const chunk of chunks) guard.write(chunk);
    guard.end();
  });
  return { passed: Buffer.concat(passed), fault };
}

function frame(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const result: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = cuts[i] ?? bytes.length;
    result.push(bytes.subarray(at, at + length));
    at += length;
  }
  return result;
}
