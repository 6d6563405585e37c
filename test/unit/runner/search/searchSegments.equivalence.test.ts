import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { SearchMatch, SearchPattern } from '../../../../src/protocol/search.ts';
import { compileQuery } from '../../../../src/runner/search/searchQuery.ts';
import { searchSegments } from '../../../../src/runner/search/searchSegments.ts';
import type { LogSegment } from '../../../../src/runner/search/segmentSource.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';
import { writeRun } from './logFiles.ts';
import { naiveSearch } from './naiveSearch.ts';

describe('A search, whatever it looks for in whatever output, finds what a search line by line would', () => {
  checkLeaks();
  const directory = temporaryDirectory();

  function check(parts: readonly Part[][], pattern: SearchPattern, { blockBytes, context }: Sizes): void {
    const compiled = compileQuery(pattern);
    fc.pre(compiled.kind === 'query');
    const { query } = compiled;
    const output = parts.map((segment) => encode(segment, pattern.pattern));
    const found = search(writeRun(directory, output), { query, context, blockBytes });
    assert.deepEqual(found, naiveSearch(Buffer.concat(output), { line: query.line, context, blockBytes }));
  }

  it('for plain text', () => {
    fc.assert(fc.property(segments, plainPattern, sizes, check), { numRuns: RUNS });
  });

  it('for regular expressions', () => {
    fc.assert(fc.property(segments, regexPattern, sizes, check), { numRuns: RUNS });
  });
});

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 600);

interface Sizes {
  blockBytes: number;
  context: number;
}

function search(
  segments: readonly LogSegment[],
  options: Pick<Parameters<typeof searchSegments>[1], 'query' | 'context' | 'blockBytes'>,
): Pick<SearchMatch, 'cursor' | 'line' | 'ranges' | 'before' | 'after'>[] {
  const matches: SearchMatch[] = [];
  const result = searchSegments(segments, {
    ...options,
    maxMatches: 1e6,
    onMatch: (match) => matches.push(match),
    onSkipped: ({ reason }) => assert.fail(reason),
  });
  assert.deepEqual(result, { matches: matches.length, truncated: false });
  return matches.map(({ cursor, line, ranges, before, after }) => ({ cursor, line, ranges, before, after }));
}

/** A part of the output: bytes, or a mention of what is looked for, with something between its characters. */
type Part = string | Buffer | { between: readonly string[] };

function encode(parts: readonly Part[], pattern: string): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(part);
      if (Buffer.isBuffer(part)) return part;
      return Buffer.from(
        Array.from(pattern, (character, i) => `${character}${part.between[i] ?? ''}`).join(''),
      );
    }),
  );
}

const escapes = fc.oneof(
  fc.constantFrom('\x1b[31m', '\x1b[0m', '\x1b[1;38;5;9m', '\x1b[K', '\x1b(B', '\x1b'),
  fc.constantFrom('\x1b]0;ab\x07', '\x1b]8;;a\x1b\\', '\x1b]b', '\x1bP1a\x1b\\', '\x1bXb\x18', '\x1b_a'),
  fc.constantFrom('\x1b[3', '\x1b[ ', '\x1b#', '\x1bp', '\x1b\\', '\x1b^a\x1b'),
);

/** Words, colours, links, titles, rewritten lines, and bytes that are no text. */
const part = fc.oneof<fc.MaybeWeightedArbitrary<Part>[]>(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b') },
  { weight: 3, arbitrary: fc.constantFrom('A', 'B', ' ', '1', '_', 'm', 'p', 'X', '[', ';', '-') },
  { weight: 2, arbitrary: fc.constantFrom('é', 'É', '😀', 'ß', '\u2028', '\t', '\x07', '\ufffd') },
  { weight: 3, arbitrary: fc.constantFrom('\n', '\n', '\r\n', '\r', '\r\r\n') },
  { weight: 4, arbitrary: escapes },
  {
    weight: 2,
    arbitrary: fc.record({ between: fc.array(fc.oneof(escapes, fc.constant('')), { maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.constantFrom(Buffer.of(0xff), Buffer.of(0xe2, 0x82), Buffer.of(0xa9)) },
);

/** Few kinds, so that they meet more often. */
const leanPart = fc.oneof<fc.MaybeWeightedArbitrary<Part>[]>(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b') },
  { weight: 2, arbitrary: fc.constantFrom('\n', '\n', '\r', '\r\n', ' ') },
  { weight: 2, arbitrary: fc.constantFrom('\x1b[1m', '\x1b[1m', '\x1b]b') },
);

const segments = fc.oneof(
  fc.array(fc.array(part, { minLength: 1, maxLength: 20 }), { maxLength: 3 }),
  fc.array(fc.array(leanPart, { minLength: 1, maxLength: 20 }), { maxLength: 2 }),
);

const sizes = fc.record({
  blockBytes: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(4096)),
  context: fc.constantFrom(0, 0, 1, 2, 5),
});

const options = { caseSensitive: fc.boolean(), wholeWord: fc.boolean() };

const plainPattern = fc.record({
  kind: fc.constant('plain' as const),
  pattern: fc
    .array(fc.constantFrom('a', 'b', 'A', ' ', '1', '_', 'm', '[', '-', 'é', 'É', '😀', 'ß', '\ufffd', '$'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((characters) => characters.join('')),
  ...options,
});

const regexAtoms = fc.oneof(
  fc.constantFrom('a', 'b', '.'),
  fc.constantFrom('A', 'B', ' ', '1', 'm', 'é', '😀', '_', '-'),
  fc.constantFrom('^', '$', '^', '$'),
  fc.constantFrom(
    '\\s',
    '\\S',
    '\\w',
    '\\W',
    '\\d',
    '\\D',
    '\\x61',
    '\\u00e9',
    '\\t',
    '\\r',
    '\\p{L}',
    '\\P{L}',
    '\\.',
  ),
  fc.constantFrom(
    '[ab]',
    '[^a]',
    '[^-a]',
    '[]',
    '[^]',
    '[\\s1]',
    '[\\W]',
    '[^\\w]',
    '[a-f]',
    '[\\x00-b]',
    '[\\S]',
    '[^\\n]',
  ),
  fc.constantFrom(
    '(a|b)',
    '(?:ab|)',
    '(?<n>a)',
    '(?=b)',
    '(?!b)',
    '(?<=a)',
    '(?<!a)',
    '(?!\\W)',
    '(?![^b])',
    '(?<!^a)',
  ),
  fc.constantFrom('\\b', '\\B', '|', '(a)\\1', '(?<k>.)\\k<k>', '\\-', '{', '(?:a(?=(b|c))|\\s)'),
);

const wildRegex = fc
  .array(fc.tuple(regexAtoms, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}?', '+?')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((atoms) => atoms.flat().join(''));

const likelyRegex = fc
  .tuple(
    fc.constantFrom('', '', '^', '\\b', '(?<!b)', '(?<!^)', '(?<=^|b)', '(?<!\\W)'),
    fc.constantFrom(
      'a',
      'ab',
      'a+b',
      '[ab]b',
      'a.b',
      'a\\sb',
      '\\S+b',
      '[^b]b',
      '(?:a|b)b',
      '(?<x>a).*b',
      'b\\W',
    ),
    fc.constantFrom('', '', '$', '\\b', '(?!\\s)', '(?=b)', '(?!\\W)', '(?![^a])', '(?!$)', '(?![^]b)'),
  )
  .map((atoms) => atoms.join(''));

const regexPattern = fc.record({
  kind: fc.constant('regex' as const),
  pattern: fc.oneof(wildRegex, likelyRegex),
  ...options,
});
