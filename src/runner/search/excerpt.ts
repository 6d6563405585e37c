import { MAX_SEARCH_LINE_LENGTH } from '../../protocol/limits.ts';

/** What is sent of a line that matches. */
export interface Excerpt {
  line: string;
  /** Where the matches are in `line`. */
  ranges: [start: number, end: number][];
}

/** Stands where the rest of a long line was left out. */
const CUT_MARK = '…';

/** How much of a long line is shown before its first match, so that it can be understood. */
const LEAD_LENGTH = 200;

/** What there is to tell of a line if it matches, `undefined` if it does not. Of a long line, the part with the first match. */
export function findExcerpt(text: string, pattern: RegExp): Excerpt | undefined {
  pattern.lastIndex = 0;
  const first = pattern.exec(text);
  if (first === null) return undefined;
  const from = text.length > MAX_SEARCH_LINE_LENGTH ? beginningOf(text, first.index - LEAD_LENGTH) : 0;
  const to = beginningOf(text, from + MAX_SEARCH_LINE_LENGTH);
  const mark = from > 0 ? CUT_MARK : '';
  const ranges: Excerpt['ranges'] = [];
  for (
    let match: RegExpExecArray | null = first;
    match !== null && match.index < to;
    match = pattern.exec(text)
  ) {
    const end = match.index + match[0].length;
    const shift = mark.length - from;
    if (end > match.index) ranges.push([match.index + shift, Math.min(end, to) + shift]);
    // Nothing was matched, and nothing would be again and again.
    else pattern.lastIndex += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return { line: `${mark}${text.slice(from, to)}${to < text.length ? CUT_MARK : ''}`, ranges };
}

/** A line beside a match: its beginning, if it is long. */
export function cutLine(text: string): string {
  const to = beginningOf(text, MAX_SEARCH_LINE_LENGTH);
  return to < text.length ? `${text.slice(0, to)}${CUT_MARK}` : text;
}

/** The place at or before `index` where a character begins. */
function beginningOf(text: string, index: number): number {
  if (index <= 0) return 0;
  if (index >= text.length) return text.length;
  const code = text.charCodeAt(index);
  const isSecondHalf = code >= 0xdc00 && code <= 0xdfff;
  return isSecondHalf ? index - 1 : index;
}
