import type { SearchMatch } from '../../protocol/search.ts';

/** Where in a line something is, as indexes of its string. */
export interface MatchPlace {
  readonly start: number;
  readonly end: number;
}

/** Of a long line a match has only a part; where in the whole line the match is. Its beginning if the line is another. */
export function matchPlace(
  wholeLine: string,
  { line, ranges }: Pick<SearchMatch, 'line' | 'ranges'>,
): MatchPlace {
  const [start, end] = ranges[0] ?? [0, 0];
  if (wholeLine.startsWith(line.slice(0, end)) && end > 0) return { start, end };
  const found = line.slice(start, end);
  // With what stands around it, so that the right one of many is found.
  const begin = line.startsWith('…') ? 1 : 0;
  const offset = wholeLine.indexOf(line.slice(begin, end)) - begin;
  if (offset >= 0 && found !== '') return { start: start + offset, end: end + offset };
  const alone = found === '' ? -1 : wholeLine.indexOf(found);
  return alone === -1 ? { start: 0, end: 0 } : { start: alone, end: alone + found.length };
}
