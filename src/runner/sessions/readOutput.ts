import type { ReadResult } from '../../protocol/output.ts';
import { encodeContent } from '../output/encodeContent.ts';
import type { OutputLog } from '../output/outputLog.ts';

interface ReadRequest {
  from: number;
  maxBytes: number;
  /** Whether nothing will follow what there is now. */
  isComplete: boolean;
}

/** Output as it is asked for by cursor, both streams mixed, without cutting a character where it can be helped. */
export async function readOutput(
  output: OutputLog,
  { from, maxBytes, isComplete }: ReadRequest,
): Promise<ReadResult> {
  const { bytes, cursor, skippedBytes } = await readMixed(output, from, maxBytes);
  const reachedEnd = cursor === output.endCursor;
  let encoded = encodeContent(bytes, reachedEnd && isComplete);
  // A reader who asks for less than one character still has to get on.
  if (encoded.usedBytes === 0 && bytes.length > 0 && !reachedEnd) encoded = encodeContent(bytes, true);
  return {
    content: encoded.content,
    encoding: encoded.encoding,
    cursor: cursor - bytes.length + encoded.usedBytes,
    endCursor: output.endCursor,
    ...(skippedBytes > 0 ? { skippedBytes } : {}),
  };
}

interface MixedBytes {
  bytes: Buffer;
  cursor: number;
  skippedBytes: number;
}

/** Consecutive bytes of both streams. Only at the beginning can anything be missing: a later gap ends the answer. */
async function readMixed(output: OutputLog, from: number, maxBytes: number): Promise<MixedBytes> {
  const parts: Buffer[] = [];
  let cursor = from;
  let length = 0;
  let skippedBytes = 0;
  while (length < maxBytes) {
    const piece = await output.read(cursor, maxBytes - length);
    if (piece === undefined || (piece.skippedBytes > 0 && length > 0)) break;
    skippedBytes += piece.skippedBytes;
    // A copy: what the ring gives is only valid until the next append.
    parts.push(Buffer.from(piece.bytes));
    length += piece.bytes.length;
    ({ cursor } = piece);
  }
  return { bytes: Buffer.concat(parts), cursor, skippedBytes };
}
