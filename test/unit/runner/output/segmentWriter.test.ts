import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { decodeIndex, runDirectory, type Segment } from '../../../../src/runner/output/segmentFiles.ts';
import { SEGMENT_BYTES, SegmentWriter } from '../../../../src/runner/output/segmentWriter.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

const MIB = 1024 * 1024;

describe('SegmentWriter', () => {
  checkLeaks();
  const logsDir = temporaryDirectory();
  let processes = 0;

  function open(cursor = 0): {
    writer: SegmentWriter;
    clock: FakeClock;
    segments: Segment[];
    errors: Error[];
  } {
    const clock = new FakeClock();
    const segments: Segment[] = [];
    const errors: Error[] = [];
    const processId = `p${processes++}`;
    const writer = new SegmentWriter({
      clock,
      directory: runDirectory(logsDir, processId, 1),
      processId,
      run: 1,
      cursor,
      onSegment: (segment) => segments.push(segment),
      onFailure: (error) => errors.push(error),
    });
    return { writer, clock, segments, errors };
  }

  it('writes what it took, raw, where only its user can read it', async () => {
    const { writer, segments } = open(70);
    writer.append('stdout', Buffer.from('out'));
    writer.append('stderr', Buffer.from('err'));
    await writer.close();
    assert.equal(segments.length, 1);
    const { path: file = '', indexPath = '', bytes, startCursor } = segments[0] ?? {};
    assert.deepEqual([bytes, startCursor], [6, 70]);
    assert.equal(readFileSync(file, 'utf8'), 'outerr');
    assert.equal(path.relative(logsDir, file), 'p0/000001/0000000000000070.log');
    const modes = [file, indexPath, path.dirname(file)].map((name) => statSync(name).mode & 0o777);
    assert.deepEqual(modes, [0o600, 0o600, 0o700]);
  });

  it('leaves nothing on disk of a run that says nothing', async () => {
    const { writer, segments } = open();
    await writer.close();
    assert.equal(segments.length, 0);
  });

  it('waits a little for more before it writes', async () => {
    const { writer, clock, segments } = open();
    writer.append('stdout', Buffer.from('a'));
    clock.advance(499);
    await new Promise(setImmediate);
    assert.equal(segments.length, 0);
    writer.append('stdout', Buffer.from('b'));
    clock.advance(1);
    await eventually(() => segments.map(({ bytes }) => bytes).join() === '2');
    await writer.close();
  });

  it('writes much output at once', async () => {
    const { writer, segments } = open();
    writer.append('stdout', Buffer.alloc(MIB));
    await eventually(() => segments[0]?.bytes === MIB);
    await writer.close();
  });

  it('notes the streams and their times', async () => {
    const { writer, clock, segments } = open();
    writer.append('stdout', Buffer.from('a'));
    clock.advance(50);
    writer.append('stdout', Buffer.from('soon after'));
    clock.advance(60);
    writer.append('stdout', Buffer.from('later'));
    writer.append('stderr', Buffer.from('other'));
    await writer.close();
    assert.deepEqual(decodeIndex(readFileSync(segments[0]?.indexPath ?? '')), [
      { offset: 0, stream: 'stdout', atMs: 0 },
      { offset: 11, stream: 'stdout', atMs: 110 },
      { offset: 16, stream: 'stderr', atMs: 110 },
    ]);
  });

  it('begins another segment when one is large enough', async () => {
    const { writer, segments } = open();
    for (let i = 0; i < 20; i++) writer.append('stdout', Buffer.alloc(MIB / 2, i));
    await writer.close();
    assert.equal(segments.length, 2);
    const [first = assert.fail(), second = assert.fail()] = segments;
    // What was gathered meanwhile is written as one, so the size is met to within one write.
    assert.ok(first.bytes > SEGMENT_BYTES - MIB && first.bytes <= SEGMENT_BYTES);
    assert.equal(second.startCursor, first.bytes);
    const all = Buffer.concat([readFileSync(first.path), readFileSync(second.path)]);
    assert.deepEqual(
      Array.from({ length: all.length / (MIB / 2) }, (_, i) => all[(i * MIB) / 2]),
      Array.from({ length: 20 }, (_, i) => i),
    );
  });

  it('begins another segment rather than make one too large', async () => {
    const { writer, segments } = open();
    for (let i = 0; i < 30; i++) writer.append('stdout', Buffer.alloc(0.3 * MIB, i));
    writer.append('stdout', Buffer.alloc(SEGMENT_BYTES + MIB));
    await writer.close();
    const sizes = segments.map(({ bytes }) => bytes);
    assert.equal(sizes.length, 3);
    assert.ok(
      (sizes[0] ?? 0) > SEGMENT_BYTES - MIB && (sizes[0] ?? Infinity) <= SEGMENT_BYTES,
      String(sizes),
    );
    assert.equal(sizes[2], SEGMENT_BYTES + MIB);
  });

  it('is full when the disk is far behind, and says when the source may go on', async () => {
    const { writer } = open();
    let drained = 0;
    writer.onDidDrain(() => drained++);
    for (let i = 0; i < 7; i++) writer.append('stdout', Buffer.alloc(MIB / 2));
    assert.equal(writer.isFull, false);
    writer.append('stdout', Buffer.alloc(MIB));
    assert.equal(writer.isFull, true);
    await eventually(() => drained > 0);
    assert.equal(writer.isFull, false);
    await writer.close();
  });

  it('says when a byte is on disk, without waiting for the next write', async () => {
    const { writer, segments } = open(100);
    writer.append('stdout', Buffer.from('abc'));
    await writer.whenWritten(102);
    assert.equal(segments[0]?.bytes, 3);
    await writer.whenWritten(50);
    await writer.whenWritten(103);
    await writer.close();
  });

  it('reports a disk that fails once, loses only the log, and tries again later', async () => {
    const { writer, clock, segments, errors } = open();
    // Where the directory of the process should be, there is a file.
    const obstacle = path.join(logsDir, `p${processes - 1}`);
    writeFileSync(obstacle, '');
    writer.append('stdout', Buffer.from('lost'));
    await writer.flush();
    writer.append('stdout', Buffer.from('lost too'));
    await writer.flush();
    assert.equal(errors.length, 1);
    assert.match(errors[0]?.message ?? '', /ENOTDIR|EEXIST/);

    rmSync(obstacle);
    clock.advance(10_000);
    writer.append('stdout', Buffer.from('kept'));
    await writer.close();
    assert.deepEqual(
      segments.map(({ startCursor, bytes }) => [startCursor, bytes]),
      [[12, 4]],
    );
    assert.ok(existsSync(segments[0]?.path ?? ''));
  });

  it('does not hang when the disk has failed', async () => {
    const { writer } = open();
    writeFileSync(path.join(logsDir, `p${processes - 1}`), '');
    writer.append('stdout', Buffer.alloc(6 * MIB));
    assert.equal(writer.isFull, true);
    await writer.whenWritten(0);
    await writer.close();
    assert.equal(writer.isFull, false);
  });
});
