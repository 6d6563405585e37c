import { readSync, writeSync } from 'node:fs';
import { endWithParent } from './endWithParent.ts';
import { MatchBatch } from './matchBatch.ts';
import { offloadRequestSchema, type OffloadMessage, type OffloadRequest } from './offloadMessages.ts';
import { compileQuery, type SearchQuery } from './searchQuery.ts';
import { searchSegments } from './searchSegments.ts';

const STDIN = 0;
const STDOUT = 1;

/** How long to wait for a full pipe: about as long as its reader takes to empty it. */
const RETRY_MS = 2;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * What the search process does: reads a request from standard input, searches, and writes what it finds to standard
 * output. All of it is synchronous: a pipe that is full stops the search, and nothing else waits for this thread.
 */
export function searchProcessMain(): void {
  const request = offloadRequestSchema.parse(JSON.parse(readLine()));
  const compiled = compileQuery(request.pattern);
  if (compiled.kind === 'invalid') return write(compiled);
  // Only regular expressions can take for ever.
  if (request.pattern.kind === 'regex') endWithParent();
  try {
    search(request, compiled.query);
  } catch (error) {
    // The engine says only when it is first used that an expression is too large.
    if (!(error instanceof SyntaxError)) throw error;
    write({ kind: 'invalid', message: `${error.message}.` });
  }
}

function search({ segments, context, maxMatches }: OffloadRequest, query: SearchQuery): void {
  const batch = new MatchBatch(
    (json) => writeText(`{"kind":"matches","matches":${json}}\n`),
    () => performance.now(),
  );
  const result = searchSegments(segments, {
    query,
    context,
    maxMatches,
    onMatch: (match) => batch.add(match),
    onSkipped: (segment) => write({ kind: 'skipped', ...segment }),
    onProgress: () => batch.flushIfDue(),
  });
  batch.flush();
  write({ kind: 'done', result });
}

function write(message: OffloadMessage): void {
  writeText(`${JSON.stringify(message)}\n`);
}

function writeText(text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0;) rest = rest.subarray(writeSome(rest));
}

/** A pipe that does not block, as a system may hand it on, says to try again when it is full. */
function writeSome(bytes: Buffer): number {
  try {
    return writeSync(STDOUT, bytes);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    Atomics.wait(pause, 0, 0, RETRY_MS);
    return 0;
  }
}

/** The first line of the standard input. Nothing may follow it. */
function readLine(): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(64 * 1024);
  for (let count = readSync(STDIN, chunk); count > 0; count = readSync(STDIN, chunk)) {
    chunks.push(Buffer.from(chunk.subarray(0, count)));
    if (chunk[count - 1] === 0x0a) break;
  }
  return Buffer.concat(chunks).toString();
}
