import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LogDocument } from '../../../../src/extension/logs/logDocument.ts';
import { FakeLog } from '../../../fakes/fakeLog.ts';

const limits = { maxBytes: 1_000, keptBytes: 500 };

describe('LogDocument', () => {
  it('reads all there is, and then only what is new', async () => {
    const log = new FakeLog('first line\nsecond line\n');
    const document = new LogDocument({ processId: 'p1', from: 0 }, limits);
    assert.equal(await document.update(log), true);
    assert.equal(document.content().toString(), 'first line\nsecond line\n');
    assert.equal(await document.update(log), false);
    log.print('third');
    const { reads } = log;
    assert.equal(await document.update(log), true);
    assert.equal(log.reads, reads + 1);
    assert.equal(document.content().toString(), 'first line\nsecond line\nthird');
  });

  it('says what is not kept any more', async () => {
    const log = new FakeLog('lost\nkept\n');
    log.lost = 5;
    const document = new LogDocument({ processId: 'p1', from: 0 }, limits);
    await document.update(log);
    assert.equal(document.content().toString(), '… Older output: 5 bytes are not kept any more …\nkept\n');
  });

  it('begins near the end of a log that is too large, or around the place that is asked for', async () => {
    const log = new FakeLog(Array.from({ length: 200 }, (_, index) => `line ${index}\n`).join(''));
    const end = new LogDocument({ processId: 'p1', from: 0 }, limits);
    await end.update(log);
    assert.match(
      end.content().toString(),
      /^… Older output: .* are left out here .*…\nline 1\d\d\n[^]*line 199\n$/,
    );
    assert.equal(end.lineAt(0), undefined);
    const start = new LogDocument({ processId: 'p1', from: 0, around: 7 }, limits);
    await start.update(log);
    assert.match(
      start.content().toString(),
      /^line 0\nline 1\n[^]*\n… Newer output: 1.\d kB are left out here …$/,
    );
    assert.equal(start.lineAt(7), 1);
    log.print('more\n');
    assert.equal(await start.update(log), false);
  });

  it('ends with its run', async () => {
    const log = new FakeLog('run one\nrun two\n');
    log.info = { run: 2, runCursor: 8 };
    const document = new LogDocument({ processId: 'p1', run: 2, from: 8 }, limits);
    await document.update(log);
    assert.equal(document.content().toString(), 'run two\n');
    log.print('still two\nthree\n');
    log.info = { run: 3, runCursor: 26 };
    await document.update(log);
    log.print('more of three\n');
    await document.update(log);
    assert.equal(document.content().toString(), 'run two\nstill two\n');
  });
});
