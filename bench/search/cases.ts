import type { SearchPattern } from '../../src/protocol/search.ts';

/** One search, and how grep is asked for the same. */
export interface SearchCase extends Pick<SearchPattern, 'pattern' | 'kind' | 'caseSensitive'> {
  label: string;
  grep: readonly string[];
  /** The least that the quotient of grep's time and ours must be; without it, there is no limit. */
  limit?: number;
}

const PLAIN_LIMIT = 0.5;

export const cases: readonly SearchCase[] = [
  plain('a rare word', 'ECONNREFUSED'),
  plain('a word that is nowhere', 'segfault'),
  plain('beginning with a frequent character', ' expired hit port'),
  plain('with other characters', '→ größe 77'),
  {
    ...plain('a rare word', 'econnrefused'),
    label: 'a rare word, any case',
    caseSensitive: false,
    grep: ['-F', '-i'],
  },
  regex('a rare word and more', 'ECONNREFUSED [0-9.]+:5432'),
  regex('numbers, and a word later', '[0-9]{3}ms.*retry'),
  regex('white space between', String.raw`retry\s+timeout\s+port\s+hash`),
  regex('whole lines', String.raw`^\S+ \[http-3\] .*timeout \S+$`),
  { ...regex('a choice, any case', 'econn(refused|reset)|epipe'), caseSensitive: false, grep: ['-E', '-i'] },
];

function plain(label: string, pattern: string): SearchCase {
  return { label, pattern, kind: 'plain', caseSensitive: true, grep: ['-F'], limit: PLAIN_LIMIT };
}

function regex(label: string, pattern: string): SearchCase {
  return { label, pattern, kind: 'regex', caseSensitive: true, grep: ['-E'] };
}
