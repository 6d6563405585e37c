import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Deferred } from '../../../../src/base/deferred.ts';
import type { OutputQuery, SearchOutputOptions } from '../../../../src/client/searchOutput.ts';
import { LiveSearch, type SearchProgress } from '../../../../src/extension/search/liveSearch.ts';
import { outcomeText } from '../../../../src/extension/search/outcomeText.ts';
import type { SearchMatch, SearchResult } from '../../../../src/protocol/search.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

describe('LiveSearch', () => {
  it('searches when nothing has been typed for a moment, and shows what is found as it is found', async () => {
    const world = setUp();
    world.live.lookFor({ pattern: 'a' });
    world.clock.advance(100);
    world.live.lookFor({ pattern: 'ab' });
    world.clock.advance(100);
    assert.equal(world.searches.length, 0);
    world.clock.advance(100);
    assert.deepEqual(
      world.searches.map(({ query }) => query.pattern),
      ['ab'],
    );
    world.searches[0]!.options.onMatches([match('one')]);
    world.clock.advance(1_000);
    assert.deepEqual(world.seen(), ['searching', 'one']);
    world.searches[0]!.options.onMatches([match('two')]);
    world.searches[0]!.result.resolve({ matches: 2, truncated: true });
    await setImmediate();
    world.clock.advance(1_000);
    assert.deepEqual(world.seen(), ['done', 'one', 'two']);
    assert.equal(outcomeText(world.last()), 'More lines match than the 2 shown here.');
    world.live.dispose();
  });

  it('cancels a search when something else is looked for, and forgets what it found', async () => {
    const world = setUp();
    world.look('old');
    world.searches[0]!.options.onMatches([match('old')]);
    world.look('new');
    assert.equal(world.searches[0]!.options.signal?.aborted, true);
    world.searches[0]!.result.reject(new Error('It was cancelled.'));
    world.searches[1]!.result.resolve({ matches: 0, truncated: false });
    await setImmediate();
    world.clock.advance(1_000);
    assert.deepEqual(world.seen(), ['done']);
    assert.equal(outcomeText(world.last()), 'No line matches.');
    world.live.dispose();
  });

  it('says why a search failed', async () => {
    const world = setUp();
    world.look('(');
    world.searches[0]!.result.reject(new Error('Unterminated group.'));
    await setImmediate();
    world.clock.advance(1_000);
    assert.deepEqual([world.last().state, outcomeText(world.last())], ['failed', 'Unterminated group.']);
    world.live.dispose();
  });

  it('cancels what runs when the box is left, and shows nothing more', async () => {
    const world = setUp();
    world.look('x');
    world.clock.advance(1_000);
    const before = world.count();
    world.live.dispose();
    assert.equal(world.searches[0]!.options.signal?.aborted, true);
    world.searches[0]!.result.reject(new Error('It was cancelled.'));
    await setImmediate();
    world.clock.advance(1_000);
    assert.equal(world.count(), before);
  });

  it('has nothing to show when nothing is looked for', () => {
    const world = setUp();
    world.live.lookFor(undefined);
    assert.deepEqual(world.seen(), ['idle']);
    assert.equal(outcomeText(world.last()), undefined);
    world.live.dispose();
  });
});

interface Search {
  query: OutputQuery;
  options: SearchOutputOptions;
  result: Deferred<SearchResult>;
}

function setUp() {
  const clock = new FakeClock();
  const searches: Search[] = [];
  const progress: SearchProgress[] = [];
  const live = new LiveSearch({
    clock,
    search: (query, options) => {
      const result = new Deferred<SearchResult>();
      searches.push({ query, options, result });
      return result.promise;
    },
    onDidProgress: (now) => progress.push(now),
  });
  const last = (): SearchProgress => progress.at(-1)!;
  return {
    clock,
    searches,
    live,
    last,
    count: () => progress.length,
    seen: () => [last().state, ...last().matches.map(({ line }) => line)],
    look: (pattern: string) => {
      live.lookFor({ pattern });
      clock.advance(200);
    },
  };
}

function match(line: string): SearchMatch {
  return { processId: 'p1', run: 1, cursor: 0, line, ranges: [], before: [], after: [] };
}
