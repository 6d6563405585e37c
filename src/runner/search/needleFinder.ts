import type { CandidateFinder } from './candidateFinder.ts';

const ESCAPE = 0x1b;

/** How much of a block tells what is frequent in it: little against the block, and yet some dozens of lines. */
const SAMPLE_BYTES = 4096;

/** An escape after a byte makes the line a candidate that is looked at in full, which costs so many times more. */
const ESCAPE_WEIGHT = 16;

/**
 * Finds lines by bytes that they have in a row, or with nothing but escape sequences between. It looks for the byte of the
 * needle that is rarest in the block, since that goes as fast as memory can be read: where a line matches, this byte is
 * followed by the next one or by an escape.
 */
export class NeedleFinder implements CandidateFinder {
  private readonly bytes: Buffer;
  private readonly needle: Buffer;
  private readonly hasEscapes: boolean;
  private readonly anchor: number;
  private readonly pieces: readonly PieceFinder[];

  constructor(bytes: Buffer, needle: Buffer, hasEscapes: boolean) {
    this.bytes = bytes;
    this.needle = needle;
    this.hasEscapes = hasEscapes;
    this.anchor = findAnchor(needle, bytes.subarray(0, SAMPLE_BYTES));
    const rest = needle.subarray(this.anchor);
    const isCuttable = hasEscapes && rest.length > 1;
    const pieces = isCuttable ? [rest.subarray(0, 2), Buffer.of(rest[0] ?? 0, ESCAPE)] : [rest];
    this.pieces = pieces.map((piece) => new PieceFinder(bytes, piece));
  }

  next(from: number): number {
    let at = this.nextPiece(from);
    while (at >= 0 && !this.isPlausible(at)) at = this.nextPiece(at + 1);
    return at;
  }

  private nextPiece(from: number): number {
    let nearest = -1;
    for (const piece of this.pieces) {
      const at = piece.next(from);
      if (at >= 0 && (nearest < 0 || at < nearest)) nearest = at;
    }
    return nearest;
  }

  /** Whether the needle may be around its anchor at `at`: whether it is, as far as there is no escape in it. */
  private isPlausible(at: number): boolean {
    const { bytes, needle, anchor } = this;
    const start = at - anchor;
    for (let i = anchor + 1; i < needle.length; i++) {
      const byte = bytes[start + i];
      if (byte !== needle[i]) return byte === ESCAPE;
    }
    for (let i = anchor - 1; i >= 0; i--) {
      // Any byte may be the end of an escape.
      if (bytes[start + i] !== needle[i]) return this.hasEscapes;
    }
    return true;
  }
}

/** Finds one piece, going forward, and remembers where the next one is. */
class PieceFinder {
  private readonly bytes: Buffer;
  private readonly piece: Buffer;
  private at = 0;
  private isFresh = true;

  constructor(bytes: Buffer, piece: Buffer) {
    this.bytes = bytes;
    this.piece = piece;
  }

  next(from: number): number {
    if (this.isFresh || (this.at >= 0 && this.at < from)) this.at = this.bytes.indexOf(this.piece, from);
    this.isFresh = false;
    return this.at;
  }
}

/** The place in the needle of its byte that is likely to be met least. */
function findAnchor(needle: Buffer, sample: Buffer): number {
  if (needle.length === 1) return 0;
  const weights = new Uint32Array(256);
  let previous = 0;
  for (const byte of sample) {
    weights[byte] = (weights[byte] ?? 0) + 1;
    if (byte === ESCAPE) weights[previous] = (weights[previous] ?? 0) + ESCAPE_WEIGHT;
    previous = byte;
  }
  let anchor = 0;
  for (let i = 1; i < needle.length; i++) {
    if ((weights[needle[i] ?? 0] ?? 0) < (weights[needle[anchor] ?? 0] ?? 0)) anchor = i;
  }
  return anchor;
}
