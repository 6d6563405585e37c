import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../../base/errorText.ts';
import { newSegment, runDirectory, type Segment } from './segmentFiles.ts';

/** The segments that are in a logs directory, oldest first for each process. A directory that is not there has none. */
export async function findLeftSegments(logsDir: string): Promise<Segment[]> {
  const names = await readdir(logsDir, { recursive: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new Error(`The logs in ${logsDir} cannot be read: ${errorText(error)}`);
  });
  const found = await Promise.all(names.sort().map((name) => toSegment(logsDir, name)));
  return found.filter((segment) => segment !== undefined);
}

async function toSegment(logsDir: string, name: string): Promise<Segment | undefined> {
  const [processId, run, file, ...more] = name.split(path.sep);
  const startCursor = /^(\d+)\.log$/.exec(file ?? '')?.[1];
  if (processId === undefined || run === undefined || startCursor === undefined || more.length > 0)
    return undefined;
  const at = { processId, run: Number(run), startCursor: Number(startCursor) };
  const segment = newSegment(runDirectory(logsDir, processId, at.run), at);
  const { size, mtimeMs } = await stat(segment.path);
  return { ...segment, bytes: size, writtenAtMs: mtimeMs, isComplete: true };
}
