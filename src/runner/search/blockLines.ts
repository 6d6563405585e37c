import { displayText } from '../../base/stripAnsi.ts';
import { cutLine } from './excerpt.ts';

const LINE_FEED = 0x0a;

/** Where the line that holds the byte at `at` begins. */
export function lineStart(bytes: Buffer, at: number): number {
  // A negative place would mean one counted from the end.
  return at === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, at - 1) + 1;
}

/** Where the line that holds the byte at `at` ends: at its line feed, or with the block. */
export function lineEnd(bytes: Buffer, at: number): number {
  const lineFeed = bytes.indexOf(LINE_FEED, at);
  return lineFeed < 0 ? bytes.length : lineFeed;
}

/** What is displayed of the line from `start` to `end`. */
export function readLine(bytes: Buffer, start: number, end: number): string {
  return displayText(bytes.toString('utf8', start, end));
}

/** Up to `count` lines from the one that begins at `start`, cut to a bearable length. */
export function linesFrom(bytes: Buffer, start: number, count: number): string[] {
  const lines: string[] = [];
  for (let at = start; at < bytes.length && lines.length < count; at = lineEnd(bytes, at) + 1) {
    lines.push(cutLine(readLine(bytes, at, lineEnd(bytes, at))));
  }
  return lines;
}

/** Up to `count` lines that end before the one that begins at `start`. */
export function linesBefore(bytes: Buffer, start: number, count: number): string[] {
  let from = start;
  for (let missing = count; missing > 0 && from > 0; missing--) from = lineStart(bytes, from - 1);
  return linesFrom(bytes.subarray(0, start), from, count);
}
