import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OutputStream } from '../../../../src/protocol/output.ts';
import type { LogSegment } from '../../../../src/runner/search/segmentSource.ts';

/** When bytes came, and of which stream. */
export interface LogRecord {
  offset: number;
  stream: OutputStream;
  timeMs: number;
}

/** Writes the log of one run as a runner does: segments that end anywhere, and an index beside each. */
export function writeRun(
  directory: string,
  pieces: readonly Buffer[],
  { processId = 'p1', run = 1, startCursor = 0, records = [firstRecord] }: Partial<RunDetails> = {},
): LogSegment[] {
  const folder = path.join(directory, processId, String(run).padStart(6, '0'));
  mkdirSync(folder, { recursive: true });
  let cursor = startCursor;
  return pieces.map((bytes) => {
    const base = path.join(folder, String(cursor).padStart(16, '0'));
    const segment = {
      path: `${base}.log`,
      indexPath: `${base}.idx`,
      processId,
      run,
      startCursor: cursor,
      bytes: bytes.length,
    };
    writeFileSync(segment.path, bytes);
    writeFileSync(segment.indexPath, Buffer.concat(records.map(encodeRecord)));
    cursor += bytes.length;
    return segment;
  });
}

interface RunDetails {
  processId: string;
  run: number;
  startCursor: number;
  /** The same for each segment. */
  records: readonly LogRecord[];
}

const firstRecord: LogRecord = { offset: 0, stream: 'stdout', timeMs: 1000 };

/** One record of an index. */
export function encodeRecord({ offset, stream, timeMs }: LogRecord): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt32LE(offset, 0);
  record.writeUInt32LE(stream === 'stdout' ? 0 : 1, 4);
  record.writeDoubleLE(timeMs, 8);
  return record;
}
