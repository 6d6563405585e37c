import type { OutputPiece } from '../output/outputRing.ts';

/** Of a character that is cut, at most this much comes before the cut. */
const LONGEST_CUT_BYTES = 3;

/** A large piece of one stream, read at once, that is handed out in smaller ones. */
export class ReadAhead {
  private piece: OutputPiece | undefined;
  private isCut = false;

  /** Takes what a read of `askedBytes` has given; the bytes must stay as they are. */
  fill(piece: OutputPiece | undefined, askedBytes: number): void {
    this.piece = piece;
    this.isCut = piece?.bytes.length === askedBytes;
  }

  /** What it has at `from`, at most `maxBytes`. */
  read(from: number, maxBytes: number): OutputPiece | undefined {
    const { piece } = this;
    if (piece === undefined || from >= piece.cursor) return undefined;
    const start = piece.cursor - piece.bytes.length;
    const rest = piece.bytes.subarray(Math.max(0, from - start));
    // The rest may be the beginning of a character that was only cut because no more had been asked for.
    if (this.isCut && rest.length < maxBytes && rest.length <= LONGEST_CUT_BYTES) return undefined;
    const bytes = rest.subarray(0, maxBytes);
    const cursor = piece.cursor - rest.length + bytes.length;
    const spanEndsHere = piece.spanEndsHere && cursor === piece.cursor;
    return { stream: piece.stream, bytes, skippedBytes: Math.max(0, start - from), cursor, spanEndsHere };
  }
}
