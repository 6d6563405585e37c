import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** What a peer tells at its end. */
export interface PeerResult {
  bytes: number;
  ms: number;
}

/** The command line of a peer of this folder that is a Node program. */
export function nodePeer(name: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, path.join(import.meta.dirname, '../peers', `${name}.ts`), ...args];
}

/** Runs a peer, which prints one line of JSON when it is done. */
export async function runPeer<T = PeerResult>(
  [file = '', ...args]: readonly string[],
  env: Record<string, string> = {},
): Promise<T> {
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${String(code)}.`);
  return JSON.parse(printed) as T;
}

/** Megabytes a second. */
export function rateOf({ bytes, ms }: PeerResult): number {
  return bytes / 1000 / ms;
}

/** A peer's result, checked: one that lost output has not done the work. */
export function completeRate(result: PeerResult, bytes: number): number {
  if (result.bytes < bytes) throw new Error(`Only ${result.bytes} of ${bytes} bytes arrived.`);
  return rateOf(result);
}
