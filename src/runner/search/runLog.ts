import { readFileSync } from 'node:fs';
import type { SearchMatch } from '../../protocol/search.ts';
import type { LogSegment } from './segmentSource.ts';

/** Where and when a byte was printed. */
export type LogPlace = Pick<SearchMatch, 'processId' | 'run' | 'cursor' | 'stream' | 'timeMs'>;

/** A record of an index: offset in the segment (u32), stream (u32), time (f64), little-endian. */
const RECORD_BYTES = 16;
const STREAM_AT = 4;
const TIME_AT = 8;

/** Tells of the bytes of one run where they come from. Reads an index only when something was found in its segment. */
export class RunLog {
  private readonly segments: readonly LogSegment[];
  private indexed: LogSegment | undefined;
  private index = Buffer.alloc(0);
  private indexedTo = 0;

  constructor(segments: readonly LogSegment[]) {
    this.segments = segments;
  }

  /** The place of the byte at `cursor`. The log has been read up to `readTo`. */
  placeOf(cursor: number, readTo: number): LogPlace {
    const segment = this.segments.findLast(({ startCursor }) => startCursor <= cursor);
    if (segment === undefined) throw new Error(`No segment of this run has the byte at ${cursor}`);
    // An index grows with its segment: one that was read before the log knows nothing of what came between.
    if (segment !== this.indexed || cursor >= this.indexedTo) {
      this.indexed = segment;
      this.index = readIndex(segment.indexPath);
      this.indexedTo = readTo;
    }
    const { processId, run, startCursor } = segment;
    return { processId, run, cursor, ...findStamp(this.index, cursor - startCursor) };
  }
}

function readIndex(path: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(path);
  } catch {
    // Gone with its segment, or unreadable: what was found is worth telling without it.
    return Buffer.alloc(0);
  }
}

/** What the last record at or before an offset says. */
function findStamp(index: Buffer, offset: number): Pick<LogPlace, 'stream' | 'timeMs'> {
  let low = 0;
  let high = Math.floor(index.length / RECORD_BYTES);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.readUInt32LE(middle * RECORD_BYTES) <= offset) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return {};
  const at = (low - 1) * RECORD_BYTES;
  const stream = index.readUInt32LE(at + STREAM_AT) === 0 ? 'stdout' : 'stderr';
  return { stream, timeMs: index.readDoubleLE(at + TIME_AT) };
}
