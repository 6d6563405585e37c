import { open, readFile } from 'node:fs/promises';
import type { OutputStream } from '../../protocol/output.ts';
import type { OutputPiece } from './outputRing.ts';
import { decodeIndex, type IndexEntry, type Segment } from './segmentFiles.ts';

/** Length of the longest UTF-8 character. */
const LONGEST_CHARACTER_BYTES = 4;

/**
 * Reads the piece of one stream at `from` out of a process's segments; what is not there is skipped up to the next that
 * is. Undefined when the log holds nothing from there on. A character that the end of a segment cuts in two is not cut.
 */
export async function readLog(
  segments: readonly Segment[],
  from: number,
  maxBytes: number,
): Promise<OutputPiece | undefined> {
  const at = segments.findIndex(({ startCursor, bytes }) => bytes > 0 && startCursor + bytes > from);
  const segment = segments[at];
  if (segment === undefined) return undefined;
  const later = segments.slice(at + 1);
  const piece = await readSegment(segment, from, maxBytes);
  // Retention may have taken it in the meantime; then there is something newer, or nothing.
  if (piece === undefined) return readLog(later, from, maxBytes);
  const mayBeCut = piece.bytes.length < Math.min(LONGEST_CHARACTER_BYTES, maxBytes) && !piece.spanEndsHere;
  return mayBeCut ? join(piece, await readLog(later, piece.cursor, maxBytes)) : piece;
}

async function readSegment(
  segment: Segment,
  from: number,
  maxBytes: number,
): Promise<OutputPiece | undefined> {
  const start = Math.max(from, segment.startCursor);
  const offset = start - segment.startCursor;
  const { stream, endOffset, isSwitch } = spanAt(await readIndex(segment), offset, segment.bytes);
  const bytes = await readBytes(segment.path, offset, Math.min(maxBytes, endOffset - offset));
  if (bytes === undefined) return undefined;
  return {
    stream,
    bytes,
    skippedBytes: start - from,
    cursor: start + bytes.length,
    spanEndsHere: isSwitch && offset + bytes.length === endOffset,
  };
}

/** One piece of two, where the second goes on as the first ends. */
function join(first: OutputPiece, second: OutputPiece | undefined): OutputPiece {
  if (second === undefined || second.skippedBytes > 0 || second.stream !== first.stream) return first;
  const bytes = Buffer.concat([first.bytes, second.bytes]);
  return { ...second, bytes, skippedBytes: first.skippedBytes };
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
