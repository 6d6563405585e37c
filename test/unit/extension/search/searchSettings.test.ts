import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  nextScope,
  searchQuery,
  settingsText,
  type SearchScope,
  type SearchSettings,
} from '../../../../src/extension/search/searchSettings.ts';

const workspace: SearchScope = { kind: 'workspace', sessionId: 's1' };
const everything: SearchScope = { kind: 'everything' };
const web: SearchScope = { kind: 'process', processId: 'p1', title: 'web' };
const plain: SearchSettings = { isRegex: false, isCaseSensitive: false, hasAllRuns: true, scope: workspace };

describe('searchQuery', () => {
  it('asks for what the settings say, in their scope', () => {
    assert.deepEqual(searchQuery('x', plain), {
      pattern: 'x',
      kind: 'plain',
      caseSensitive: false,
      runs: 'all',
      sessionId: 's1',
    });
    assert.deepEqual(
      searchQuery('x', { isRegex: true, isCaseSensitive: true, hasAllRuns: false, scope: web }),
      { pattern: 'x', kind: 'regex', caseSensitive: true, runs: 'current', processId: 'p1' },
    );
    assert.equal('sessionId' in (searchQuery('x', { ...plain, scope: everything }) ?? {}), false);
  });

  it('asks for nothing without a pattern', () => {
    assert.equal(searchQuery('', plain), undefined);
  });
});

describe('settingsText', () => {
  it('names what is unusual', () => {
    assert.equal(settingsText(plain), 'this workspace');
    assert.equal(
      settingsText({ isRegex: true, isCaseSensitive: true, hasAllRuns: false, scope: web }),
      '“web” · last run only · regular expression · matching case',
    );
  });
});

describe('nextScope', () => {
  it('goes round', () => {
    assert.equal(nextScope(workspace, [web, workspace, everything]), everything);
    assert.equal(nextScope(everything, [web, workspace, everything]), web);
    assert.equal(nextScope(web, [workspace, everything]), workspace);
  });
});
