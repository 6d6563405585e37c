import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { searchReport } from '../../../../src/extension/search/searchReport.ts';
import type { SearchMatch } from '../../../../src/protocol/search.ts';

const words = { title: (id: string) => `title of ${id}`, time: (ms: number) => `at ${ms}` };

describe('searchReport', () => {
  it('has a block for each run of each process, under what was looked for', () => {
    const matches = [
      match('one', { timeMs: 5 }),
      match('two', {}),
      match('three', { run: 2 }),
      match('x', { processId: 'p2' }),
    ];
    const query = { pattern: 'o', kind: 'regex', caseSensitive: true, runs: 'all' } as const;
    const result = { matches: 4, truncated: false };
    assert.deepEqual(searchReport({ query, scope: 'this workspace', matches, result }, words).split('\n'), [
      '# 4 lines match: “o” (regular expression, matching case, all runs) in the output of this workspace',
      '',
      '# title of p1 · run 1',
      'at 5  one',
      'two',
      '',
      '# title of p1 · run 2',
      'three',
      '',
      '# title of p2 · run 1',
      'x',
      '',
    ]);
  });

  it('says what is missing', () => {
    const findings = {
      query: { pattern: 'o', runs: 'current' } as const,
      scope: '“web”',
      matches: [match('one', {})],
      result: { matches: 1, truncated: true, skippedFiles: 2 },
    };
    assert.match(
      searchReport(findings, words),
      /^# 1 line matches, and more that are not shown: “o” \(plain text, ignoring case, last run\) in the output of “web”\n# Files that could not be read: 2\n/,
    );
  });
});

function match(line: string, more: Partial<SearchMatch>): SearchMatch {
  return { processId: 'p1', run: 1, cursor: 0, line, ranges: [], before: [], after: [], ...more };
}
