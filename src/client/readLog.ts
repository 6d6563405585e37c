import type { RunnerConnection } from './runnerConnection.ts';
import { MAX_OUTPUT_CHUNK_BYTES } from '../protocol/limits.ts';

/** As much as one request may bring: the fewer answers, the sooner a large log is there. */
const READ_BYTES = 16 * MAX_OUTPUT_CHUNK_BYTES;

/** Consecutive output, of both streams in order of arrival. */
export interface LogPiece {
  readonly bytes: Buffer;
  /** Bytes before these that are not kept any more. */
  readonly skippedBytes: number;
}

/** A part of a process's output. */
export interface LogRange {
  readonly processId: string;
  readonly from: number;
  /** Nothing from here on is read, not even what comes to be meanwhile. */
  readonly until: number;
}

/** Reads the output that is kept, piece by piece, each asked for when the one before it was taken. */
export async function* readLog(
  connection: Pick<RunnerConnection, 'request'>,
  { processId, from, until }: LogRange,
): AsyncGenerator<LogPiece> {
  let cursor = from;
  while (cursor < until) {
    const maxBytes = Math.min(READ_BYTES, until - cursor);
    const answer = await connection.request('output/read', { processId, from: cursor, maxBytes });
    const { content, encoding, skippedBytes = 0 } = answer;
    const read = Buffer.from(content, encoding);
    // A gap may reach over the end that was asked for.
    const skipped = Math.min(skippedBytes, until - cursor);
    const bytes = read.subarray(0, until - cursor - skipped);
    // Nothing more for now: of a character that is not complete yet the runner tells nothing.
    if (bytes.length === 0 && skipped === 0) return;
    yield { bytes, skippedBytes: skipped };
    cursor = answer.cursor;
  }
}
