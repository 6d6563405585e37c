import { SequenceReader, type SequenceHandler } from './sequenceReader.ts';

/** Gives the columns that a character takes; 0 for one that combines with what is before it. */
export type CharacterWidth = (codePoint: number) => number;

/** Most characters of one cluster that are looked at. */
const MAX_CLUSTER_CHARS = 32;

/** Where a replay of output may end so that what follows continues it. */
export interface ReplayEnd {
  /** Not inside of a sequence or a character. */
  whole: number;
  /**
   * Before the last character as well, if one was printed last. What comes next may combine with it, or repeat it, and
   * that works only in a terminal that has just printed it itself.
   */
  repeatable: number;
}

/** Finds where a replay of output should end. */
export function findReplayEnd(bytes: Uint8Array, widthOf: CharacterWidth): ReplayEnd {
  const text = new TextEnd();
  const reader = new SequenceReader(text);
  reader.read(bytes);
  const end = bytes.length - reader.pendingBytes;
  if (text.end !== end) return { whole: end, repeatable: end };
  const whole = end - unfinishedBytes(bytes, text.start, end);
  return { whole, repeatable: clusterStart(bytes, text.start, { end: whole, widthOf }) };
}

/** Remembers the last stretch between sequences. */
class TextEnd implements SequenceHandler {
  readonly wantsText = true;
  start = 0;
  end = 0;

  control(): void {
    this.end = 0;
  }

  escape(): void {
    this.end = 0;
  }

  command(): void {
    this.end = 0;
  }

  text(_bytes: Buffer, from: number, to: number): void {
    this.start = from;
    this.end = to;
  }
}

/** How many bytes at the end begin a character that is not complete. */
function unfinishedBytes(bytes: Uint8Array, textStart: number, end: number): number {
  if (end <= textStart) return 0;
  const start = characterStart(bytes, textStart, end);
  return start + characterLength(bytes[start] ?? 0) > end ? end - start : 0;
}

/** Goes back from `end` over what combines, and over the character that it combines with. */
function clusterStart(
  bytes: Uint8Array,
  textStart: number,
  { end, widthOf }: { end: number; widthOf: CharacterWidth },
): number {
  let at = end;
  for (let count = 0; count < MAX_CLUSTER_CHARS && at > textStart; count++) {
    const start = characterStart(bytes, textStart, at);
    const codePoint = Buffer.from(bytes.subarray(start, at)).toString('utf8').codePointAt(0) ?? 0;
    if (codePoint < 0x20 || codePoint === 0x7f) return at;
    at = start;
    if (widthOf(codePoint) > 0) return at;
  }
  return at;
}

function characterStart(bytes: Uint8Array, textStart: number, end: number): number {
  let start = end - 1;
  while (start > textStart && end - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}

/** Length of a character by its first byte; 1 for bytes that cannot begin one. */
function characterLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
