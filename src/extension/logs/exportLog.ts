import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { DisplayedLines } from './displayedLines.ts';
import { readLog, type LogRange } from '../../client/readLog.ts';

export interface ExportOptions extends LogRange {
  /** Where it is written to. What is there already is replaced, when all is written and not before. */
  readonly file: string;
  /** `text` is what a person has seen, `raw` every byte as it was printed. */
  readonly form: 'text' | 'raw';
  /** Aborted, the export rejects and leaves nothing behind. */
  readonly signal: AbortSignal;
  /** Told how much of the range is done, from 0 to 1. */
  readonly onProgress: (done: number) => void;
}

export interface ExportResult {
  readonly writtenBytes: number;
  /** Bytes of the range that are not kept any more. */
  readonly lostBytes: number;
}

/** Writes output to a file as it is read, so that no more than a piece of it is ever held. */
export async function exportLog(
  connection: Pick<RunnerConnection, 'request'>,
  options: ExportOptions,
): Promise<ExportResult> {
  const partial = `${options.file}.${randomUUID().slice(0, 8)}.partial`;
  const handle = await open(partial, 'wx');
  try {
    const result = await copy(connection, options, handle);
    await handle.close();
    await rename(partial, options.file);
    return result;
  } catch (error) {
    await handle.close();
    await rm(partial, { force: true });
    throw error;
  }
}

async function copy(
  connection: Pick<RunnerConnection, 'request'>,
  { form, signal, onProgress, ...range }: ExportOptions,
  handle: FileHandle,
): Promise<ExportResult> {
  const lines = form === 'text' ? new DisplayedLines() : undefined;
  const result = { writtenBytes: 0, lostBytes: 0 };
  const write = async (data: Buffer): Promise<void> => {
    await handle.appendFile(data);
    result.writtenBytes += data.length;
  };
  let done = 0;
  for await (const { bytes, skippedBytes } of readLog(connection, range)) {
    signal.throwIfAborted();
    await write(lines === undefined ? bytes : Buffer.from(lines.push(bytes)));
    result.lostBytes += skippedBytes;
    done += bytes.length + skippedBytes;
    onProgress(done / (range.until - range.from));
  }
  signal.throwIfAborted();
  if (lines !== undefined) await write(Buffer.from(lines.rest()));
  return result;
}
