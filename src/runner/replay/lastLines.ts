import { readRange, type ReadableOutput } from './readRange.ts';

/** Lines that a client which attaches to a process without a terminal is shown; as many as its own terminal keeps. */
const MAX_LINES = 1000;

/** Most of them in bytes: lines of 250 characters are rare. */
const MAX_BYTES = 256 * 1024;

const LINE_FEED = 0x0a;

/** Where the last lines of an output begin, always at the beginning of one. */
export async function findLastLines(output: ReadableOutput): Promise<number> {
  const { startCursor, endCursor } = output;
  const from = Math.max(startCursor, endCursor - MAX_BYTES);
  const bytes = await readRange(output, from, endCursor);
  if (bytes === undefined) return from;
  // The line that is not ended yet counts as one; it begins behind the last line feed.
  let end = bytes.length - 1;
  for (let lines = 0; lines < MAX_LINES && end > 0; lines++) end = bytes.lastIndexOf(LINE_FEED, end - 1);
  if (end > 0) return from + end + 1;
  const isCut = from > startCursor;
  return isCut ? from + bytes.indexOf(LINE_FEED) + 1 : from;
}
