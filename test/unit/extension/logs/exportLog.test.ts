import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { exportLog, type ExportOptions } from '../../../../src/extension/logs/exportLog.ts';
import { FakeLog } from '../../../fakes/fakeLog.ts';

describe('exportLog', () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'procession-export-'));
    file = path.join(folder, 'web.log');
  });

  after(() => rm(folder, { recursive: true }));

  it('writes every byte as it was printed', async () => {
    const log = new FakeLog(Buffer.from([0x1b, 0x5b, 0x6d, 0xff, 0x00, 0x0d, 0x0a, 0x41, 0xc3]));
    assert.deepEqual(await run(log, {}), { writtenBytes: 9, lostBytes: 0 });
    assert.deepEqual(await readFile(file), log.output);
  });

  it('writes what was displayed', async () => {
    const log = new FakeLog('\x1b[31mgrün\x1b[0m\r\n1%\r2%\nend');
    await run(log, { form: 'text' });
    assert.equal(await readFile(file, 'utf8'), 'grün\n2%\nend');
  });

  it('reads no further than to the end that there was, and counts what is lost', async () => {
    const log = new FakeLog('lost kept later');
    log.lost = 5;
    const done: number[] = [];
    const result = await run(log, { until: 9, onProgress: (part) => done.push(part) });
    assert.deepEqual(result, { writtenBytes: 4, lostBytes: 5 });
    assert.equal(await readFile(file, 'utf8'), 'kept');
    assert.deepEqual(done, [1]);
  });

  it('leaves what was there before, and nothing else, when it is cancelled or fails', async () => {
    await writeFile(file, 'before');
    const log = new FakeLog('x'.repeat(100));
    const controller = new AbortController();
    const cancelled = run(log, { signal: controller.signal, onProgress: () => controller.abort() });
    await assert.rejects(cancelled, { name: 'AbortError' });
    const failing = { request: () => Promise.reject(new Error('gone')) };
    await assert.rejects(run(failing, { until: 10 }), /gone/);
    assert.deepEqual(await readdir(folder), ['web.log']);
    assert.equal(await readFile(file, 'utf8'), 'before');
  });

  function run(log: Pick<FakeLog, 'request'>, options: Partial<ExportOptions>) {
    return exportLog(log, {
      processId: 'p1',
      from: 0,
      until: log instanceof FakeLog ? log.output.length : 0,
      file,
      form: 'raw',
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...options,
    });
  }
});
