import path from 'node:path';
import type { OutputStream } from '../../protocol/output.ts';

/** One piece of a run's log on disk: raw bytes of both streams in order of arrival, and an index of their times. */
export interface Segment {
  processId: string;
  run: number;
  /** Offset of its first byte in the output of the process. */
  startCursor: number;
  /** How many bytes are on disk for certain. */
  bytes: number;
  /** When it was last written to. */
  writtenAtMs: number;
  /** Whether nothing will be added to it any more. */
  isComplete: boolean;
  path: string;
  indexPath: string;
}

/** From this offset in the segment on, bytes are of this stream and arrived at this time or later. */
export interface IndexEntry {
  offset: number;
  stream: OutputStream;
  atMs: number;
}

/** Offset and stream as 32-bit numbers, time as a 64-bit float, little-endian. */
const INDEX_ENTRY_BYTES = 16;

/** The directory of one run's segments. */
export function runDirectory(logsDir: string, processId: string, run: number): string {
  return path.join(logsDir, processId, String(run).padStart(6, '0'));
}

/** A segment that holds nothing yet. The names sort as the cursors do. */
export function newSegment(
  directory: string,
  at: Pick<Segment, 'processId' | 'run' | 'startCursor'>,
): Segment {
  const base = path.join(directory, String(at.startCursor).padStart(16, '0'));
  const files = { path: `${base}.log`, indexPath: `${base}.idx` };
  return { ...at, bytes: 0, writtenAtMs: 0, isComplete: false, ...files };
}

export function encodeIndex(entries: readonly IndexEntry[]): Buffer {
  const buffer = Buffer.allocUnsafe(entries.length * INDEX_ENTRY_BYTES);
  entries.forEach(({ offset, stream, atMs }, at) => {
    buffer.writeUInt32LE(offset, at * INDEX_ENTRY_BYTES);
    buffer.writeUInt32LE(stream === 'stdout' ? 0 : 1, at * INDEX_ENTRY_BYTES + 4);
    buffer.writeDoubleLE(atMs, at * INDEX_ENTRY_BYTES + 8);
  });
  return buffer;
}

/** The entries of an index, as far as they are whole. */
export function decodeIndex(buffer: Buffer): IndexEntry[] {
  const entries: IndexEntry[] = [];
  for (let at = 0; at + INDEX_ENTRY_BYTES <= buffer.length; at += INDEX_ENTRY_BYTES) {
    entries.push({
      offset: buffer.readUInt32LE(at),
      stream: buffer.readUInt32LE(at + 4) === 0 ? 'stdout' : 'stderr',
      atMs: buffer.readDoubleLE(at + 8),
    });
  }
  return entries;
}
