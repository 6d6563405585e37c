import type { ReadableOutput } from '../../../../src/runner/replay/readRange.ts';

/** The most that one read gives, as a file would. */
const PIECE_BYTES = 10_000;

/** Output of which everything from a place on is kept: the older half on disk, the newer one in memory. */
export function keptOutput(bytes: Uint8Array, startCursor = 0): ReadableOutput {
  const half = bytes.length / 2;
  return {
    startCursor,
    endCursor: bytes.length,
    read: (from, maxBytes) => {
      const start = Math.max(from, startCursor);
      if (start >= bytes.length) return undefined;
      const cursor = Math.min(start + Math.min(maxBytes, PIECE_BYTES), bytes.length);
      const piece = { bytes: bytes.subarray(start, cursor), skippedBytes: start - from, cursor };
      return start < half ? Promise.resolve(piece) : piece;
    },
  };
}
