import type { ReadResult } from '../../protocol/output.ts';
import { encodeContent } from '../output/encodeContent.ts';
import type { OutputRing } from '../output/outputRing.ts';

interface ReadRequest {
  from: number;
  maxBytes: number;
  /** Whether nothing will follow what there is now. */
  isComplete: boolean;
}

/** Output as it is asked for by cursor, both streams mixed, without cutting a character where it can be helped. */
export function readOutput(output: OutputRing, { from, maxBytes, isComplete }: ReadRequest): ReadResult {
  const { bytes, cursor, skippedBytes } = output.readMixed(from, maxBytes);
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
