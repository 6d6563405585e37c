import type { CandidateFinder } from './candidateFinder.ts';
import { NeedleFinder } from './needleFinder.ts';
import type { SearchQuery } from './searchQuery.ts';
import { TextFinder } from './textFinder.ts';

const ESCAPE = 0x1b;

/** Chooses the quickest way to look through a block. Its calls must go forward. */
export function createCandidateFinder(query: SearchQuery, bytes: Buffer): CandidateFinder {
  const { needle, block } = query;
  const hasEscapes = bytes.includes(ESCAPE);
  if (needle !== undefined && (block === undefined || isRare(needle, bytes)))
    return new NeedleFinder(bytes, needle, hasEscapes);
  if (block === undefined) return { next: (from) => (from < bytes.length ? from : -1) };
  return new TextFinder(bytes, bytes.toString(), hasEscapes ? block.escaped : block.plain);
}

/** How much of a block tells whether a needle is rare, and how often it may be found there. */
const PROBE_BYTES = 64 * 1024;
const MAX_RARE = 16;

/** Whether so few lines have the needle that looking at each of them costs less than decoding the block. */
function isRare(needle: Buffer, bytes: Buffer): boolean {
  const probe = bytes.subarray(0, PROBE_BYTES);
  let count = 0;
  for (let at = probe.indexOf(needle); at >= 0; at = probe.indexOf(needle, at + 1)) {
    if (++count > MAX_RARE) return false;
  }
  return true;
}
