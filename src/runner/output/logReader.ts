import { open, readFile } from 'node:fs/promises';
import type { OutputStream } from '../../protocol/output.ts';
import type { OutputPiece } from './outputRing.ts';
import { decodeIndex, type IndexEntry, type Segment } from './segmentFiles.ts';

/**
 * Reads the piece of one stream at `from` out of a process's segments; what is not there is skipped up to the next that
 * is. Undefined when the log holds nothing from there on.
 */
export async function readLog(
  segments: readonly Segment[],
  from: number,
  maxBytes: number,
): Promise<OutputPiece | undefined> {
  const segment = segments.find(({ startCursor, bytes }) => bytes > 0 && startCursor + bytes > from);
  if (segment === undefined) return undefined;
  const start = Math.max(from, segment.startCursor);
  const offset = start - segment.startCursor;
  const { stream, endOffset, isSwitch } = spanAt(await readIndex(segment), offset, segment.bytes);
  const bytes = await readBytes(segment.path, offset, Math.min(maxBytes, endOffset - offset));
  // Retention may have taken it in the meantime; then there is something newer, or nothing.
  if (bytes === undefined) return readLog(segments.slice(segments.indexOf(segment) + 1), from, maxBytes);
  return {
    stream,
    bytes,
    skippedBytes: start - from,
    cursor: start + bytes.length,
    spanEndsHere: isSwitch && offset + bytes.length === endOffset,
  };
}

interface Span {
  stream: OutputStream;
  endOffset: number;
  /** Whether the other stream goes on behind it. */
  isSwitch: boolean;
}

/** Where the bytes of one stream end that include `offset`. */
function spanAt(index: readonly IndexEntry[], offset: number, size: number): Span {
  const after = index.findIndex((entry) => entry.offset > offset);
  const at = after < 0 ? index.length - 1 : after - 1;
  const stream = index[at]?.stream ?? 'stdout';
  // Entries that only tell the time do not end a span.
  const next = index.slice(at + 1).find((entry) => entry.stream !== stream);
  return { stream, endOffset: Math.min(size, next?.offset ?? size), isSwitch: next !== undefined };
}

/** An index that is gone, or was never written, leaves everything to stdout. */
async function readIndex(segment: Segment): Promise<IndexEntry[]> {
  try {
    return decodeIndex(await readFile(segment.indexPath));
  } catch {
    return [];
  }
}

async function readBytes(file: string, offset: number, length: number): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.allocUnsafe(length);
      const { bytesRead } = await handle.read(buffer, 0, length, offset);
      return bytesRead > 0 ? buffer.subarray(0, bytesRead) : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
