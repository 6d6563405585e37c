import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { silentLogger } from '../../../../src/base/logger.ts';
import {
  DEFAULT_LOG_LIMITS,
  LogStore,
  type LogFailure,
  type LogLimits,
} from '../../../../src/runner/output/logStore.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

const HOUR_MS = 60 * 60 * 1000;

describe('LogStore', () => {
  checkLeaks();
  const parent = temporaryDirectory();
  let stores = 0;

  function makeStore(limits: Partial<LogLimits> = {}, directory = path.join(parent, String(stores++))) {
    const clock = new FakeClock();
    clock.advance(1_000_000_000_000);
    const store = new LogStore({
      clock,
      logger: silentLogger,
      directory,
      limits: { ...DEFAULT_LOG_LIMITS, ...limits },
    });
    return { store, clock, directory };
  }

  it('knows the segments of a process in the order of their cursors', async () => {
    const { store } = makeStore();
    await logRun(store, 'a', { run: 1, cursor: 0, text: 'one' });
    await logRun(store, 'b', { run: 1, cursor: 0, text: 'other' });
    await logRun(store, 'a', { run: 2, cursor: 3, text: 'two' });
    assert.deepEqual(described(store, 'a'), ['1:0+3', '2:3+3']);
    assert.deepEqual(described(store, 'nobody'), []);
  });

  it('deletes the oldest of a process that has too much, but not its last', async () => {
    const { store } = makeStore({ processBytes: 10 });
    for (let run = 1; run <= 4; run++) {
      await logRun(store, 'a', { run, cursor: (run - 1) * 6, text: 'sixsix' });
    }
    // What the newest adds counts or does not, depending on whether it was written when the excess was looked for.
    await eventually(() => {
      const left = described(store, 'a');
      assert.ok(left.length <= 2 && left.at(-1) === '4:18+6', left.join());
    });
    await logRun(store, 'a', { run: 5, cursor: 24, text: 'x'.repeat(50) });
    await logRun(store, 'b', { run: 1, cursor: 0, text: 'another look' });
    await eventually(() => assert.deepEqual(described(store, 'a'), ['5:24+50']));
  });

  it('deletes what is oldest of all when all together have too much', async () => {
    const { store, clock } = makeStore({ totalBytes: 10 });
    for (const [run, name] of [
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
    ] as const) {
      clock.advance(1000);
      await logRun(store, name, { run, cursor: (run - 1) * 4, text: 'four' });
    }
    clock.advance(1000);
    await logRun(store, 'c', { run: 1, cursor: 0, text: '-' });
    await eventually(() => {
      assert.deepEqual(described(store, 'a'), ['2:4+4']);
      assert.deepEqual(described(store, 'b'), ['2:4+4']);
    });
  });

  it('deletes what has grown too old', async () => {
    const { store, clock, directory } = makeStore({ ageMs: HOUR_MS });
    await store.start();
    await logRun(store, 'a', { run: 1, cursor: 0, text: 'old' });
    clock.advance(HOUR_MS - 1);
    await logRun(store, 'b', { run: 1, cursor: 0, text: 'young' });
    clock.advance(2);
    // It is looked for in intervals only.
    clock.advance(HOUR_MS / 2);
    await eventually(() => assert.deepEqual(readdirSync(directory), ['b']));
    assert.deepEqual(described(store, 'a'), []);
    store.dispose();
  });

  it('does not delete what is being written, however long the process has been silent', async () => {
    const { store, clock } = makeStore({ ageMs: HOUR_MS });
    await store.start();
    const writer = store.openRun('a', 1, 0);
    writer.append('stdout', Buffer.from('ready'));
    await writer.flush();
    for (let i = 0; i < 12; i++) {
      clock.advance(HOUR_MS / 4);
      await new Promise(setImmediate);
    }
    await logRun(store, 'b', { run: 1, cursor: 0, text: 'x' });
    writer.append('stdout', Buffer.from('request'));
    await writer.close();
    assert.deepEqual(described(store, 'a'), ['1:0+12']);
    assert.ok(existsSync(store.list('a')[0]?.path ?? ''));
    store.dispose();
  });

  it('takes over what an earlier runner has left, by its size and age', async () => {
    const first = makeStore();
    await logRun(first.store, 'a', { run: 1, cursor: 0, text: 'one' });
    await logRun(first.store, 'a', { run: 2, cursor: 3, text: 'two' });
    writeFileSync(path.join(first.directory, 'a', 'note.txt'), 'not a segment');
    const { store } = makeStore({}, first.directory);
    await store.start();
    assert.deepEqual(described(store, 'a'), ['1:0+3', '2:3+3']);
    store.dispose();
  });

  it('starts where there is nothing yet', async () => {
    const { store } = makeStore();
    await store.start();
    store.dispose();
  });

  it('starts all the same where it cannot read what is there', async () => {
    const { store, directory } = makeStore();
    writeFileSync(directory, 'a file in its place');
    await store.start();
    assert.deepEqual(described(store, 'a'), []);
    store.dispose();
  });

  it('removes everything of a process, and nothing of others', async () => {
    const { store, directory } = makeStore();
    await logRun(store, 'a', { run: 1, cursor: 0, text: 'one' });
    await logRun(store, 'b', { run: 1, cursor: 0, text: 'one' });
    store.remove('a');
    assert.deepEqual(described(store, 'a'), []);
    await eventually(() => assert.deepEqual(readdirSync(directory), ['b']));
  });

  it('tells of a log that cannot be written', async () => {
    const { store, directory } = makeStore();
    writeFileSync(directory, 'in the way');
    const failures: LogFailure[] = [];
    store.onDidFail((failure) => failures.push(failure));
    await logRun(store, 'a', { run: 1, cursor: 0, text: 'x' });
    assert.deepEqual(
      failures.map(({ processId }) => processId),
      ['a'],
    );
  });
});

async function logRun(
  store: LogStore,
  processId: string,
  { run, cursor, text }: { run: number; cursor: number; text: string },
): Promise<void> {
  const writer = store.openRun(processId, run, cursor);
  if (text !== '') writer.append('stdout', Buffer.from(text));
  await writer.close();
}

function described(store: LogStore, processId: string): string[] {
  return store.list(processId).map(({ run, startCursor, bytes }) => `${run}:${startCursor}+${bytes}`);
}
