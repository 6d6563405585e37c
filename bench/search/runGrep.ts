import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LogSegment } from '../../src/runner/search/segmentSource.ts';
import type { SearchCase } from './cases.ts';

/** Lets grep print the lines that match, with their numbers, as we do. Gives how many there are. */
export async function runGrep(
  { grep, pattern }: SearchCase,
  segments: readonly LogSegment[],
): Promise<number> {
  const files = segments.map(({ path }) => path);
  const child = spawn('grep', ['-a', '-n', ...grep, '-e', pattern, ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const closed = once(child, 'close');
  let lines = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) lines += countLines(chunk);
  const [code] = (await closed) as [number];
  if (code > 1) throw new Error(`grep ended with ${code}.`);
  return lines;
}

function countLines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) count++;
  return count;
}
