import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { SearchMatch, SearchPattern, SearchResult } from '../../../../src/protocol/search.ts';
import { compileQuery } from '../../../../src/runner/search/searchQuery.ts';
import { searchSegments, type SearchOptions } from '../../../../src/runner/search/searchSegments.ts';
import type { LogSegment } from '../../../../src/runner/search/segmentSource.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';
import { writeRun } from './logFiles.ts';

describe('searchSegments', () => {
  checkLeaks();
  const directory = temporaryDirectory();

  function write(...texts: string[]): LogSegment[] {
    return writeRun(
      directory,
      texts.map((text) => Buffer.from(text)),
    );
  }

  it('tells of each line that matches where it is, when it came and what is around it', () => {
    const records = [
      { offset: 0, stream: 'stdout', timeMs: 1 },
      { offset: 8, stream: 'stderr', timeMs: 2 },
    ] as const;
    const segments = writeRun(directory, [Buffer.from('one\ntwo\n\x1b[31mth\x1b[0mree\nfour\n')], {
      records,
    });
    assert.deepEqual(search(segments, 'three', { context: 1 }).matches, [
      {
        processId: 'p1',
        run: 1,
        cursor: 8,
        stream: 'stderr',
        timeMs: 2,
        line: 'three',
        ranges: [[0, 5]],
        before: ['two'],
        after: ['four'],
      },
    ]);
  });

  it('finds a line, and a character, that begin in one segment and end in another', () => {
    const bytes = Buffer.from('first\nlook for grö');
    const segments = writeRun(directory, [
      bytes.subarray(0, -1),
      Buffer.concat([bytes.subarray(-1), Buffer.from('ße here\n')]),
    ]);
    assert.deepEqual(linesOf(search(segments, 'größe')), ['look for größe here']);
  });

  it('keeps the runs and processes apart', () => {
    const segments = [
      ...writeRun(directory, [Buffer.from('one fo')], { processId: 'a', run: 1 }),
      ...writeRun(directory, [Buffer.from('und\nfound\n')], { processId: 'a', run: 2, startCursor: 6 }),
      ...writeRun(directory, [Buffer.from('found\n')], { processId: 'b', run: 2 }),
    ];
    const { matches } = search(segments, 'found', { context: 3 });
    assert.deepEqual(
      matches.map(({ processId, run, cursor, before }) => ({ processId, run, cursor, before })),
      [
        { processId: 'a', run: 2, cursor: 10, before: ['und'] },
        { processId: 'b', run: 2, cursor: 0, before: [] },
      ],
    );
  });

  it('gives context from as many blocks as it takes', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i}`);
    const segments = write(`${lines.join('\n')}\n`);
    for (const blockBytes of [3, 4, 7, 50, 1000]) {
      const [match] = search(segments, '20', { context: 15, blockBytes }).matches;
      const around = [lines.slice(5, 20), lines.slice(21, 36)];
      assert.deepEqual([match?.before, match?.after], around, `${blockBytes}`);
    }
  });

  it('gives less context at the ends, and none across a gap', () => {
    const segments = write('a\nx\n', 'gone\n', 'x\nb\n');
    rmSync(segments[1]!.path);
    const { matches, result } = search(segments, 'x', { context: 2 });
    assert.deepEqual(
      matches.map(({ before, after }) => [before, after]),
      [
        [['a'], []],
        [[], ['b']],
      ],
    );
    assert.deepEqual(result, { matches: 2, truncated: false, skippedFiles: 1 });
  });

  it('stops after as many matches as are wanted, and says whether there are more', () => {
    const segments = write('x1\nx2\nx3\n');
    const two = search(segments, 'x', { maxMatches: 2, context: 1 });
    assert.deepEqual(two.result, { matches: 2, truncated: true });
    assert.deepEqual(linesOf(two), ['x1', 'x2']);
    assert.deepEqual(two.matches[1]?.after, ['x3']);
    assert.deepEqual(search(segments, 'x', { maxMatches: 3 }).result, { matches: 3, truncated: false });
  });

  it('looks at no later run when it has found enough', () => {
    const segments = [...write('x\nx\n'), ...writeRun(directory, [Buffer.from('x\n')], { run: 2 })];
    rmSync(segments[1]!.path);
    assert.deepEqual(search(segments, 'x', { maxMatches: 1 }).result, { matches: 1, truncated: true });
  });

  it('searches a line that is longer than a block in pieces', () => {
    const segments = write(`${'-'.repeat(100)}needle${'-'.repeat(100)}\nneedle\n`);
    assert.equal(search(segments, 'needle', { blockBytes: 50 }).matches.length, 2);
  });

  it('finds the end of a progress bar, not what it was rewritten from', () => {
    const segments = write('10%\r55%\r100%\r\nnext\r\n');
    assert.deepEqual(linesOf(search(segments, '55%')), []);
    assert.deepEqual(linesOf(search(segments, '^100%$', { kind: 'regex' })), ['100%']);
    assert.deepEqual(linesOf(search(segments, 't$', { kind: 'regex' })), ['next']);
  });

  it('does not find what only an escape sequence says', () => {
    const segments = write('\x1b]0;secret title\x07\x1b[31mred\x1b[0m\n');
    assert.deepEqual(linesOf(search(segments, 'title')), []);
    assert.deepEqual(linesOf(search(segments, '31m')), []);
  });

  it('reports after each block that it goes on', () => {
    let blocks = 0;
    search(write('a\nb\nc\n'), 'x', { blockBytes: 2, onProgress: () => blocks++ });
    assert.equal(blocks, 3);
  });

  it('looks at every line for a pattern that it cannot look for in whole blocks', () => {
    const segments = write('abcabc\nabcab\n\x1b[1mab\x1b[0mab\n');
    assert.deepEqual(linesOf(search(segments, '^(.+)\\1$', { kind: 'regex' })), ['abcabc', 'abab']);
  });
});

interface Found {
  matches: SearchMatch[];
  result: SearchResult;
}

function search(
  segments: readonly LogSegment[],
  pattern: string,
  { kind = 'plain', ...options }: Partial<SearchOptions> & Pick<Partial<SearchPattern>, 'kind'> = {},
): Found {
  const compiled = compileQuery({ pattern, kind, caseSensitive: true, wholeWord: false });
  assert.ok(compiled.kind === 'query');
  const matches: SearchMatch[] = [];
  const result = searchSegments(segments, {
    query: compiled.query,
    context: 0,
    maxMatches: 1000,
    onMatch: (match) => matches.push(match),
    onSkipped: () => undefined,
    ...options,
  });
  return { matches, result };
}

function linesOf({ matches }: Found): string[] {
  return matches.map(({ line }) => line);
}
