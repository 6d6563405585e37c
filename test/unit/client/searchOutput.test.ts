import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deferred } from '../../../src/base/deferred.ts';
import type { RunnerError } from '../../../src/client/runnerError.ts';
import { searchOutput } from '../../../src/client/searchOutput.ts';
import type { ParamsOf } from '../../../src/protocol/protocol.ts';
import type { SearchMatch, SearchResult } from '../../../src/protocol/search.ts';
import { connectTo } from '../../fakes/connectedPair.ts';
import { FakeRunner, refusal } from '../../fakes/fakeRunner.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('searchOutput', () => {
  checkLeaks();

  it('streams its own matches, and resolves with their count', async () => {
    const runner: FakeRunner = new FakeRunner({
      'output/search': async ({ searchId }) => {
        await sendMatches(runner, searchId, ['one', 'two']);
        await sendMatches(runner, 'of somebody else', ['three']);
        await sendMatches(runner, searchId, ['four']);
        return { matches: 3, truncated: false };
      },
    });
    const { connection } = await connectTo(runner);
    const lines: string[][] = [];
    const result = await searchOutput(
      connection,
      { pattern: 'o', kind: 'regex', sessionId: 's1' },
      { onMatches: (matches) => lines.push(matches.map(({ line }) => line)) },
    );
    assert.deepEqual(result, { matches: 3, truncated: false });
    assert.deepEqual(lines, [['one', 'two'], ['four']]);
    const { searchId, ...params } = runner.asked[1]?.params as ParamsOf<'output/search'>;
    assert.ok(searchId.length > 10);
    assert.deepEqual(params, { pattern: 'o', kind: 'regex', sessionId: 's1' });
    connection.dispose();
  });

  it('is cancelled by its signal, and then finds nothing more', async () => {
    const world = await setUpSlow();
    const controller = new AbortController();
    const found: string[] = [];
    const searching = searchOutput(
      world.connection,
      { pattern: 'x' },
      {
        signal: controller.signal,
        onMatches: (matches) => found.push(...matches.map(({ line }) => line)),
      },
    );
    await eventually(() => found.length === 1);
    controller.abort();
    await assert.rejects(searching, (error: RunnerError) => error.code === 'CANCELLED');
    assert.deepEqual(found, ['early']);
    world.connection.dispose();
  });

  it('does not even ask with a signal that is aborted already', async () => {
    const { runner, connection } = await setUpSlow();
    const options = { signal: AbortSignal.abort(), onMatches: () => undefined };
    await assert.rejects(
      searchOutput(connection, { pattern: 'x' }, options),
      (error: RunnerError) => error.code === 'CANCELLED',
    );
    assert.deepEqual(runner.methodsAsked(), ['initialize']);
    connection.dispose();
  });

  it('brings the refusal of a pattern that is none', async () => {
    const runner = new FakeRunner({
      'output/search': () => {
        throw refusal('INVALID_PARAMS', 'Unterminated group.');
      },
    });
    const { connection } = await connectTo(runner);
    await assert.rejects(
      searchOutput(connection, { pattern: '(' }, { onMatches: () => undefined }),
      /Unterminated group/,
    );
    connection.dispose();
  });
});

/** A runner that finds one line and goes on until it is cancelled, then finds another one all the same. */
async function setUpSlow() {
  const runner: FakeRunner = new FakeRunner({
    'output/search': async ({ searchId }, token) => {
      await sendMatches(runner, searchId, ['early']);
      const cancelled = new Deferred<SearchResult>();
      token.onCancellationRequested(() => cancelled.reject(refusal('CANCELLED', 'It was cancelled.')));
      await cancelled.promise.catch(() => sendMatches(runner, searchId, ['late']));
      return cancelled.promise;
    },
  });
  return { runner, ...(await connectTo(runner)) };
}

function sendMatches(runner: FakeRunner, searchId: string, lines: readonly string[]): Promise<void> {
  const matches = lines.map((line): SearchMatch => {
    return { processId: 'p1', run: 1, cursor: 0, line, ranges: [], before: [], after: [] };
  });
  return runner.stream({ type: 'search', searchId, timestamp: 1, data: { matches } });
}
