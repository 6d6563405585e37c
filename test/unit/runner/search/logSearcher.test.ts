import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { SearchParams, SearchScope } from '../../../../src/protocol/search.ts';
import { LogSearcher } from '../../../../src/runner/search/logSearcher.ts';
import type { LogSegment } from '../../../../src/runner/search/segmentSource.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';
import { writeRun } from './logFiles.ts';

describe('LogSearcher', () => {
  checkLeaks();
  const directory = temporaryDirectory();
  const { signal } = new AbortController();

  function createSearcher(segments: readonly LogSegment[]): { searcher: LogSearcher; asked: SearchScope[] } {
    const asked: SearchScope[] = [];
    const source = {
      listSegments: (scope: SearchScope) => {
        asked.push(scope);
        return Promise.resolve(segments);
      },
    };
    const main = path.join(import.meta.dirname, '../../../../src/runner/main.ts');
    const command = { file: process.execPath, args: [main, '--offload', 'search'] };
    return { searcher: new LogSearcher(source, command, silentLogger), asked };
  }

  async function linesOf(searcher: LogSearcher, params: Omit<SearchParams, 'searchId'>): Promise<string[]> {
    const lines: string[] = [];
    await searcher.search({ searchId: '1', ...params }, signal, (matches) => {
      lines.push(...matches.map(({ line }) => line));
      return Promise.resolve();
    });
    return lines;
  }

  it('looks for plain text in any case, in all runs, unless told otherwise', async () => {
    const { searcher, asked } = createSearcher(
      writeRun(directory, [Buffer.from('Error.\nerrors\nerror.\n')]),
    );
    assert.deepEqual(await linesOf(searcher, { pattern: 'error.' }), ['Error.', 'error.']);
    assert.deepEqual(
      await linesOf(searcher, {
        pattern: 'error.',
        kind: 'regex',
        caseSensitive: true,
        sessionId: 's',
        runs: 'current',
      }),
      ['errors', 'error.'],
    );
    assert.deepEqual(await linesOf(searcher, { pattern: 'error', wholeWord: true, processId: 'p' }), [
      'Error.',
      'error.',
    ]);
    assert.deepEqual(asked, [
      { runs: 'all' },
      { sessionId: 's', runs: 'current' },
      { processId: 'p', runs: 'all' },
    ]);
  });

  it('finds nothing where there is nothing', async () => {
    const { searcher } = createSearcher([]);
    const result = await searcher.search({ searchId: '1', pattern: 'x' }, signal, () => Promise.resolve());
    assert.deepEqual(result, { matches: 0, truncated: false });
  });

  it('refuses a wrong pattern before it looks anywhere', async () => {
    const { searcher, asked } = createSearcher([]);
    await assert.rejects(linesOf(searcher, { pattern: '[', kind: 'regex' }), { code: 'INVALID_PARAMS' });
    assert.deepEqual(asked, []);
  });

  it('goes on with the next search after one that failed', async () => {
    const failing = {
      listSegments: (): Promise<never> => Promise.reject(new Error('no disk')),
    };
    const searcher = new LogSearcher(failing, { file: '', args: [] }, silentLogger);
    for (let i = 0; i < 5; i++)
      await assert.rejects(linesOf(searcher, { pattern: 'x' }), { message: 'no disk' });
  });
});
