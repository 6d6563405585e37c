import assert from 'node:assert/strict';
import { appendFileSync, rmSync, truncateSync } from 'node:fs';
import { describe, it } from 'node:test';
import { RunLog } from '../../../../src/runner/search/runLog.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';
import { encodeRecord, writeRun, type LogRecord } from './logFiles.ts';

const records: LogRecord[] = [
  { offset: 0, stream: 'stdout', timeMs: 1000.5 },
  { offset: 10, stream: 'stderr', timeMs: 2000 },
  { offset: 15, stream: 'stdout', timeMs: 3000 },
];

describe('RunLog', () => {
  checkLeaks();
  const directory = temporaryDirectory();
  const pieces = [Buffer.alloc(20), Buffer.alloc(20)];

  it('tells of each byte its stream and when it came', () => {
    const segments = writeRun(directory, pieces, { processId: 'p7', run: 3, startCursor: 100, records });
    const log = new RunLog(segments);
    const of = { processId: 'p7', run: 3 };
    assert.deepEqual(log.placeOf(100, 140), { ...of, cursor: 100, stream: 'stdout', timeMs: 1000.5 });
    assert.deepEqual(log.placeOf(109, 140), { ...of, cursor: 109, stream: 'stdout', timeMs: 1000.5 });
    assert.deepEqual(log.placeOf(110, 140), { ...of, cursor: 110, stream: 'stderr', timeMs: 2000 });
    assert.deepEqual(log.placeOf(119, 140), { ...of, cursor: 119, stream: 'stdout', timeMs: 3000 });
    assert.deepEqual(log.placeOf(131, 140), { ...of, cursor: 131, stream: 'stderr', timeMs: 2000 });
  });

  it('leaves out what a lost index would have told', () => {
    const segments = writeRun(directory, pieces, { records });
    rmSync(segments[0]!.indexPath);
    truncateSync(segments[1]!.indexPath, 0);
    const log = new RunLog(segments);
    assert.deepEqual(log.placeOf(5, 40), { processId: 'p1', run: 1, cursor: 5 });
    assert.deepEqual(log.placeOf(25, 40), { processId: 'p1', run: 1, cursor: 25 });
  });

  it('takes no half-written record for a whole one', () => {
    const segments = writeRun(directory, pieces, { records });
    truncateSync(segments[0]!.indexPath, 40);
    assert.equal(new RunLog(segments).placeOf(19, 40).stream, 'stderr');
  });

  it('looks again into the index of a segment that has grown since', () => {
    const [segment] = writeRun(directory, [Buffer.alloc(10)], { records: records.slice(0, 1) });
    const log = new RunLog([segment!]);
    assert.equal(log.placeOf(5, 10).stream, 'stdout');
    appendFileSync(segment!.indexPath, encodeRecord(records[1]!));
    assert.equal(log.placeOf(12, 15).stream, 'stderr');
  });

  it('does not know of bytes before the first segment', () => {
    const segments = writeRun(directory, pieces, { startCursor: 100 });
    assert.throws(() => new RunLog(segments).placeOf(99, 140), /No segment of this run has the byte at 99/);
  });
});
