import type { SearchMatch } from '../../../../src/protocol/search.ts';
import { MAX_SEARCH_LINE_LENGTH } from '../../../../src/protocol/limits.ts';

/** What a search finds in the output of one run, in the simplest words: every line by itself, one after the other. */
export function naiveSearch(
  output: Buffer,
  { line: pattern, context, blockBytes }: { line: RegExp; context: number; blockBytes: number },
): Pick<SearchMatch, 'cursor' | 'line' | 'ranges' | 'before' | 'after'>[] {
  const lines = splitLines(output, blockBytes).map(({ cursor, bytes }) => ({
    cursor,
    text: naiveDisplayText(bytes.toString()),
  }));
  const texts = lines.map(({ text }) => text.slice(0, MAX_SEARCH_LINE_LENGTH));
  return lines.flatMap(({ cursor, text }, index) => {
    const found = [...text.matchAll(new RegExp(pattern))];
    if (found.length === 0) return [];
    const ranges = found
      .filter(([match]) => match !== '')
      .map((match): [number, number] => [match.index, match.index + match[0].length]);
    const before = texts.slice(Math.max(0, index - context), index);
    return [{ cursor, line: text, ranges, before, after: texts.slice(index + 1, index + 1 + context) }];
  });
}

/** Lines without their line feeds; one that is too long, in pieces. */
function splitLines(output: Buffer, maxBytes: number): { cursor: number; bytes: Buffer }[] {
  const lines: { cursor: number; bytes: Buffer }[] = [];
  for (let start = 0; start < output.length;) {
    const lineFeed = output.indexOf('\n', start);
    const end = Math.min(lineFeed < 0 ? output.length : lineFeed + 1, start + maxBytes);
    const hasLineFeed = output[end - 1] === 0x0a;
    lines.push({ cursor: start, bytes: output.subarray(start, hasLineFeed ? end - 1 : end) });
    start = end;
  }
  return lines;
}

/** The last state of a line that is not empty, without escape sequences, read one character after the other. */
export function naiveDisplayText(line: string): string {
  const states = [''];
  for (let rest = line; rest !== '';) {
    const length = rest.startsWith('\x1b') ? escapeLength(rest) : 0;
    if (length === 0 && rest.startsWith('\r')) states.push('');
    else if (length === 0) states.push(`${states.pop() ?? ''}${rest.slice(0, 1)}`);
    rest = rest.slice(length === 0 ? 1 : length);
  }
  return states.findLast((state) => state !== '') ?? '';
}

function escapeLength(text: string): number {
  const introducer = text.slice(1, 2);
  if (introducer === '[') {
    let at = 2;
    while (isBetween(text[at], '0', '?')) at++;
    while (isBetween(text[at], ' ', '/')) at++;
    return isBetween(text[at], '@', '~') ? at + 1 : at;
  }
  if (introducer !== '' && ']^_PXpx'.includes(introducer)) return stringLength(text) ?? 2;
  let at = 1;
  while (isBetween(text[at], ' ', '/')) at++;
  return isBetween(text[at], '0', '~') ? at + 1 : at;
}

/** Length of a control string with what ends it; `undefined` for one that does not end. */
function stringLength(text: string): number | undefined {
  for (let at = 2; at < text.length; at++) {
    const character = text.slice(at, at + 1);
    if (character === '\r') return undefined;
    if (character === '\x1b') return text.slice(at + 1, at + 2) === '\\' ? at + 2 : at;
    if ('\x07\x18\x1a'.includes(character)) return at + 1;
  }
  return undefined;
}

function isBetween(character: string | undefined, low: string, high: string): boolean {
  return character !== undefined && character >= low && character <= high;
}
