import { readLog } from '../client/readLog.ts';
import type { RunnerConnection } from '../client/runnerConnection.ts';

/** How much is looked at first, in bytes, and how much more each time that was not enough. */
const FIRST_SPAN_BYTES = 64 * 1024;
const GROWTH = 8;

const LINE_FEED = 0x0a;

/** The end of which output, and how much of it. */
export interface TailOptions {
  readonly processId: string;
  readonly endCursor: number;
  readonly lines: number;
}

/** Where the last lines of an output begin. Only as much of it is read as it takes to find them, give or take. */
export async function tailCursor(
  connection: Pick<RunnerConnection, 'request'>,
  options: TailOptions,
): Promise<number> {
  if (options.lines === 0) return options.endCursor;
  for (let span = FIRST_SPAN_BYTES; ; span *= GROWTH) {
    const from = Math.max(0, options.endCursor - span);
    const found = await findTail(connection, { ...options, from });
    if (found !== undefined) return found;
    if (from === 0) return 0;
  }
}

async function findTail(
  connection: Pick<RunnerConnection, 'request'>,
  { processId, endCursor, lines, from }: TailOptions & { from: number },
): Promise<number | undefined> {
  // Beginnings of lines; one at the very end begins no line yet.
  const starts: number[] = [];
  let cursor = from;
  for await (const { bytes, skippedBytes } of readLog(connection, { processId, from, until: endCursor })) {
    cursor += skippedBytes;
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
      if (cursor + at + 1 < endCursor) starts.push(cursor + at + 1);
      if (starts.length > lines) starts.shift();
    }
    cursor += bytes.length;
  }
  return starts.length === lines ? starts[0] : undefined;
}
