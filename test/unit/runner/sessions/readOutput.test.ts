import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { OutputLog } from '../../../../src/runner/output/outputLog.ts';
import { readOutput } from '../../../../src/runner/sessions/readOutput.ts';
import { FakeWorld } from '../../../fakes/fakeWorld.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const MEBIBYTE = 1024 * 1024;

describe('readOutput', () => {
  checkLeaks();

  it('mixes the streams in order of arrival and says where to read on and where the end is', async () => {
    const log = logOf('out');
    log.append('stderr', Buffer.from('err'));
    assert.deepEqual(await readOutput(log, { from: 1, maxBytes: 4, isComplete: false }), {
      content: 'uter',
      encoding: 'utf8',
      cursor: 5,
      endCursor: 6,
    });
  });

  it('says how many of the wanted bytes are gone', async () => {
    const log = logOf('ab'.padEnd(MEBIBYTE + 2, '.'));
    assert.equal((await readOutput(log, { from: 0, maxBytes: 9, isComplete: false })).skippedBytes, 2);
    assert.ok(!('skippedBytes' in (await readOutput(log, { from: 2, maxBytes: 9, isComplete: false }))));
  });

  it('gives nothing at the end, and says where that is', async () => {
    assert.deepEqual(await readOutput(logOf('abc'), { from: 3, maxBytes: 9, isComplete: true }), {
      content: '',
      encoding: 'utf8',
      cursor: 3,
      endCursor: 3,
    });
  });

  it('leaves a character that is not complete yet for the next time', async () => {
    const log = logOf('x');
    log.append('stdout', Buffer.from('€').subarray(0, 2));
    const { content, cursor } = await readOutput(log, { from: 0, maxBytes: 9, isComplete: false });
    assert.deepEqual([content, cursor], ['x', 1]);
    const { encoding, cursor: end } = await readOutput(log, { from: 1, maxBytes: 9, isComplete: true });
    assert.deepEqual([encoding, end], ['base64', 3]);
  });

  it('lets a reader get on who asks for less than one character', async () => {
    const { encoding, cursor } = await readOutput(logOf('€'), { from: 0, maxBytes: 1, isComplete: false });
    assert.deepEqual([encoding, cursor], ['base64', 1]);
  });

  it('gives everything byte for byte, whatever is asked for at a time', async () => {
    const someBytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'grapheme' }).map((text) => new Uint8Array(Buffer.from(text))),
    );
    await fc.assert(
      fc.asyncProperty(someBytes, fc.integer({ min: 1, max: 9 }), async (bytes, maxBytes) => {
        const log = logOf('');
        log.append('stdout', bytes);
        const parts: Buffer[] = [];
        for (let from = 0; from < bytes.length;) {
          const { content, encoding, cursor } = await readOutput(log, { from, maxBytes, isComplete: true });
          assert.ok(cursor > from, 'a read makes progress');
          parts.push(Buffer.from(content, encoding));
          from = cursor;
        }
        assert.deepEqual(Buffer.concat(parts), Buffer.from(bytes));
      }),
    );
  });
});

function logOf(text: string): OutputLog {
  const log = new OutputLog(new FakeWorld(), 'p', {
    pauseOutput: () => undefined,
    resumeOutput: () => undefined,
  });
  log.append('stdout', Buffer.from(text));
  return log;
}
