import { isUtf8 } from 'node:buffer';
import type { ContentEncoding } from '../../protocol/output.ts';

export interface EncodedContent {
  content: string;
  encoding: ContentEncoding;
  /** How many of the bytes the content stands for; the rest waits for what completes it. */
  usedBytes: number;
}

/**
 * Makes text of bytes without ever cutting a character: an unfinished one at the end is left for the next time, unless
 * `final` says that nothing follows. Bytes that are not UTF-8 go as base64, so that they come back as they were.
 */
export function encodeContent(bytes: Uint8Array, final: boolean): EncodedContent {
  const whole = final ? bytes : bytes.subarray(0, bytes.length - unfinishedTailLength(bytes));
  const buffer = Buffer.from(whole.buffer, whole.byteOffset, whole.length);
  if (isUtf8(buffer)) return { content: buffer.toString('utf8'), encoding: 'utf8', usedBytes: whole.length };
  return { content: buffer.toString('base64'), encoding: 'base64', usedBytes: whole.length };
}

/** How many bytes at the end begin a UTF-8 character that is not complete yet: 0 to 3. */
export function unfinishedTailLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return characterLength(byte) > back ? back : 0;
  }
  return 0;
}

/** Length of a character by its first byte; 1 for bytes that cannot begin one. */
function characterLength(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 1;
}
