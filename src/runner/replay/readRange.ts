/** What has to be known of an output to read it. A piece ends at `cursor`; bytes given at once must be used at once. */
export interface ReadableOutput {
  readonly startCursor: number;
  readonly endCursor: number;
  read(from: number, maxBytes: number): Piece | undefined | Promise<Piece | undefined>;
}

interface Piece {
  bytes: Uint8Array;
  skippedBytes: number;
  cursor: number;
}

/** Reads all bytes between two places; undefined if some of them are not kept any more. */
export async function readRange(
  output: ReadableOutput,
  from: number,
  to: number,
): Promise<Buffer | undefined> {
  const range = Buffer.alloc(to - from);
  for (let cursor = from; cursor < to;) {
    const answer = output.read(cursor, to - cursor);
    const piece = answer instanceof Promise ? await answer : answer;
    if (piece === undefined || piece.skippedBytes > 0) return undefined;
    range.set(piece.bytes, cursor - from);
    cursor = piece.cursor;
  }
  return range;
}
