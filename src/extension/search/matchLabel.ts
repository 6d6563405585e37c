import type { SearchMatch } from '../../protocol/search.ts';

/** How much of a line stands before its first match at most, in characters: enough to understand it by. */
const LEAD_CHARS = 40;

/** Longest label, in characters: more does not fit into a line of a list. */
const MAX_CHARS = 200;

/** A line as a label in which its match is to be seen, however far to the right that is. */
export function matchLabel({ line, ranges }: Pick<SearchMatch, 'line' | 'ranges'>): string {
  const indent = line.length - line.trimStart().length;
  const start = ranges[0]?.[0] ?? 0;
  const begin = start - indent > LEAD_CHARS * 2 ? start - LEAD_CHARS : indent;
  const end = begin + MAX_CHARS;
  const text = line.slice(begin, end).trimEnd().replaceAll(/\s/g, ' ');
  const label = `${begin > indent ? '…' : ''}${text}${line.length > end ? '…' : ''}`;
  // What looks like an icon is none here.
  return label.replaceAll('$(', '\\$(');
}
