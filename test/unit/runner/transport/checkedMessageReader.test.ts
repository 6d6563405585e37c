import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { StreamMessageReader, type Message } from 'vscode-jsonrpc/node';
import {
  CheckedMessageReader,
  type MessageComplaint,
} from '../../../../src/runner/transport/checkedMessageReader.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('CheckedMessageReader', () => {
  checkLeaks();

  const good: unknown[] = [
    { jsonrpc: '2.0', id: 1, method: 'x' },
    { jsonrpc: '2.0', id: 'one', method: 'x', params: {} },
    { jsonrpc: '2.0', method: 'x', params: { a: [1] } },
    { jsonrpc: '2.0', id: 1, result: null },
    { jsonrpc: '2.0', id: null, error: { code: 1, message: 'x' } },
  ];
  for (const message of good) {
    it(`lets pass ${JSON.stringify(message)}`, async () => {
      assert.deepEqual(await read(message), { passed: [message], complaints: [] });
    });
  }

  const bad: [unknown, string | number | null, RegExp][] = [
    [[{ jsonrpc: '2.0', id: 1, method: 'x' }], null, /one JSON object; batches are not supported/],
    ['text', null, /one JSON object/],
    [5, null, /one JSON object/],
    [null, null, /one JSON object/],
    [{ id: 1, method: 'x' }, 1, /must say "jsonrpc": "2\.0"/],
    [{ jsonrpc: '1.0', id: 'a', method: 'x' }, 'a', /must say "jsonrpc": "2\.0"/],
    [{ jsonrpc: '2.0', id: 1 }, 1, /must have a method, a result or an error/],
    [{ jsonrpc: '2.0', id: 1, method: 5 }, 1, /"method" must be a string/],
    [{ jsonrpc: '2.0', id: {}, method: 'x' }, null, /"id" must be a string or a number/],
    [{ jsonrpc: '2.0', id: null, method: 'x' }, null, /"id" must be a string or a number/],
    [{ jsonrpc: '2.0', id: 1, method: 'x', params: [1] }, 1, /parameters go by name/],
    [{ jsonrpc: '2.0', id: 1, method: 'x', params: 'y' }, 1, /parameters go by name/],
    [{ jsonrpc: '2.0', id: 1, method: 'x', params: null }, 1, /parameters go by name/],
  ];
  for (const [message, id, sentence] of bad) {
    it(`complains about ${JSON.stringify(message)}`, async () => {
      const { passed, complaints } = await read(message);
      assert.deepEqual(passed, []);
      assert.equal(complaints.length, 1);
      assert.equal(complaints[0]?.id, id);
      assert.match(complaints[0].message, sentence);
    });
  }

  it('goes on after a complaint', async () => {
    const message = { jsonrpc: '2.0', id: 2, method: 'x' };
    const { passed, complaints } = await read([], message);
    assert.deepEqual([passed, complaints.length], [[message], 1]);
  });

  it('passes on what its own reader has to tell: faults and the end', async () => {
    const stream = new PassThrough();
    const reader = new CheckedMessageReader(new StreamMessageReader(stream), () => undefined);
    const heard: string[] = [];
    reader.onError((error) => heard.push(error.message));
    reader.onClose(() => heard.push('closed'));
    reader.listen(() => undefined);
    stream.write('Content-Length: 3\r\n\r\n{x}');
    await eventually(() => assert.match(heard.join(), /JSON/));
    stream.destroy();
    await eventually(() => heard.includes('closed'));
    reader.dispose();
  });
});

async function read(...messages: unknown[]): Promise<{ passed: Message[]; complaints: MessageComplaint[] }> {
  const stream = new PassThrough();
  const passed: Message[] = [];
  const complaints: MessageComplaint[] = [];
  const reader = new CheckedMessageReader(new StreamMessageReader(stream), (complaint) =>
    complaints.push(complaint),
  );
  reader.listen((message) => passed.push(message));
  for (const message of messages) {
    const body = JSON.stringify(message);
    stream.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
  await eventually(() => passed.length + complaints.length === messages.length);
  reader.dispose();
  return { passed, complaints };
}
