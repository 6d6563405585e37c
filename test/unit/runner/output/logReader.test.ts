import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { OutputStream } from '../../../../src/protocol/output.ts';
import { readLog } from '../../../../src/runner/output/logReader.ts';
import { runDirectory, type Segment } from '../../../../src/runner/output/segmentFiles.ts';
import { SegmentWriter } from '../../../../src/runner/output/segmentWriter.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

type Printed = [OutputStream, string];

describe('readLog', () => {
  checkLeaks();
  const logsDir = temporaryDirectory();
  let runs = 0;

  /** One segment for each list of pieces, in the order of their cursors. */
  async function written(...lists: Printed[][]): Promise<Segment[]> {
    const segments: Segment[] = [];
    let cursor = 0;
    for (const pieces of lists) {
      const run = ++runs;
      const writer = new SegmentWriter({
        clock: new FakeClock(),
        directory: runDirectory(logsDir, 'p', run),
        processId: 'p',
        run,
        cursor,
        onSegment: (segment) => segments.push(segment),
        onFailure: (error) => assert.fail(error),
      });
      for (const [stream, text] of pieces) {
        writer.append(stream, Buffer.from(text));
        cursor += Buffer.byteLength(text);
      }
      await writer.close();
    }
    return segments;
  }

  it('gives the piece of one stream at a cursor', async () => {
    const segments = await written([
      ['stdout', 'abc'],
      ['stderr', 'XY'],
      ['stdout', 'd'],
    ]);
    assert.deepEqual(await textAt(segments, 1), ['stdout', 'bc', 3, 'other stream follows']);
    assert.deepEqual(await textAt(segments, 3), ['stderr', 'XY', 5, 'other stream follows']);
    assert.deepEqual(await textAt(segments, 5), ['stdout', 'd', 6, 'may grow']);
    assert.equal(await readLog(segments, 6, 100), undefined);
  });

  it('gives no more than was asked for', async () => {
    const segments = await written([['stdout', 'abcdef']]);
    assert.deepEqual(await textAt(segments, 1, 2), ['stdout', 'bc', 3, 'may grow']);
  });

  it('goes on in the next segment, and over those that hold nothing', async () => {
    const segments = await written([['stdout', 'abc']], [], [['stdout', 'def']]);
    assert.deepEqual(await textAt(segments, 3), ['stdout', 'def', 6, 'may grow']);
  });

  it('skips what is not there up to the next that is', async () => {
    const segments = await written([['stdout', 'abc']], [['stdout', 'def']]);
    assert.equal((await readLog(segments.slice(1), 1, 100))?.skippedBytes, 2);
  });

  it('skips a segment that was deleted while it was looked for', async () => {
    const segments = await written([['stdout', 'abc']], [['stderr', 'def']]);
    rmSync(segments[0]?.path ?? '');
    const piece = await readLog(segments, 1, 100);
    assert.deepEqual([piece?.skippedBytes, piece?.stream, piece?.cursor], [2, 'stderr', 6]);
  });

  it('takes bytes whose index is lost for standard output', async () => {
    const segments = await written([['stderr', 'abc']]);
    rmSync(segments[0]?.indexPath ?? '');
    assert.deepEqual(await textAt(segments, 0), ['stdout', 'abc', 3, 'may grow']);
  });

  it('gives back everything that was written, stream by stream, whatever is asked for at a time', async () => {
    const piece = fc.tuple(
      fc.constantFrom<OutputStream>('stdout', 'stderr'),
      fc.string({ minLength: 1, maxLength: 9 }),
    );
    const lists = fc.array(fc.array(piece, { maxLength: 6 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 1, max: 12 }), async (pieces, maxBytes) => {
        const segments = await written(...pieces);
        const read: Printed[] = [];
        for (let at = 0; ;) {
          const next = await readLog(segments, at, maxBytes);
          if (next === undefined) break;
          assert.equal(next.skippedBytes, 0);
          read.push([next.stream, Buffer.from(next.bytes).toString('latin1')]);
          at = next.cursor;
        }
        assert.deepEqual(letters(read), letters(pieces.flat()));
      }),
      { numRuns: 60 },
    );
  });
});

async function textAt(segments: readonly Segment[], from: number, maxBytes = 100): Promise<unknown> {
  const piece = await readLog(segments, from, maxBytes);
  if (piece === undefined) return undefined;
  const next = piece.spanEndsHere ? 'other stream follows' : 'may grow';
  return [piece.stream, Buffer.from(piece.bytes).toString(), piece.cursor, next];
}

/** One entry for each character, however they were divided into pieces. */
function letters(pieces: readonly Printed[]): string[] {
  return pieces.flatMap(([stream, text]) => Array.from(text, (letter) => `${stream} ${letter}`));
}
