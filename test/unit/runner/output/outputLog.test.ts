import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { OutputStream } from '../../../../src/protocol/output.ts';
import { DEFAULT_LOG_LIMITS, LogStore } from '../../../../src/runner/output/logStore.ts';
import { OutputLog, type OutputSource } from '../../../../src/runner/output/outputLog.ts';
import { RingBudget } from '../../../../src/runner/output/ringBudget.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

const KIB = 1024;

/** With this budget a ring never gets more than its first block, so that everything older comes from disk. */
const NO_BUDGET = 1;
const RING_BYTES = 4 * KIB;

const unpausable: OutputSource = { pauseOutput: () => undefined, resumeOutput: () => undefined };

describe('OutputLog', () => {
  checkLeaks();
  const parent = temporaryDirectory();
  let logs = 0;

  function makeLog(budgetBytes = NO_BUDGET, source: OutputSource = unpausable): OutputLog {
    const clock = new FakeClock();
    const directory = path.join(parent, String(logs++));
    return new OutputLog(
      {
        clock,
        logger: silentLogger,
        budget: new RingBudget(budgetBytes),
        logs: new LogStore({ clock, logger: silentLogger, directory, limits: DEFAULT_LOG_LIMITS }),
      },
      'p',
      source,
    );
  }

  it('gives at once what is in memory', () => {
    const log = makeLog();
    log.beginRun(1);
    log.append('stdout', Buffer.from('hello'));
    const piece = log.read(0, 100);
    assert.ok(piece !== undefined && !(piece instanceof Promise));
    assert.equal(Buffer.from(piece.bytes).toString(), 'hello');
    assert.equal(log.read(5, 100), undefined);
    return log.endRun();
  });

  it('gives from disk what memory has forgotten, also when it is only on its way there', async () => {
    const log = makeLog();
    const text = filled(3 * RING_BYTES);
    log.beginRun(1);
    log.append('stdout', text);
    assert.deepEqual(await readAll(log), text);
    assert.equal(log.startCursor, 0);
    await log.endRun();
    assert.deepEqual(await readAll(log), text);
  });

  it('begins with its first byte, also when memory has forgotten it before anything is on disk', async () => {
    const log = makeLog();
    log.beginRun(1);
    assert.equal(log.startCursor, 0);
    log.append('stdout', filled(3 * RING_BYTES));
    assert.equal(log.startCursor, 0);
    assert.deepEqual(await readAll(log, log.startCursor), filled(3 * RING_BYTES));
    await log.endRun();
    assert.equal(log.startCursor, 0);
  });

  it('loses nothing for a reader while the last of a run is being written', async () => {
    const log = makeLog();
    const text = filled(300 * KIB);
    log.beginRun(1);
    log.append('stdout', Buffer.from(text));
    const end = log.endRun();
    assert.deepEqual(await readAll(log), text);
    await end;
  });

  it('goes on with the same cursors in the next run', async () => {
    const log = makeLog();
    for (let run = 1; run <= 3; run++) {
      log.beginRun(run);
      log.append('stdout', Buffer.alloc(RING_BYTES, run));
      await log.endRun();
    }
    assert.equal(log.endCursor, 3 * RING_BYTES);
    assert.deepEqual(
      await readAll(log),
      Buffer.concat([1, 2, 3].map((run) => Buffer.alloc(RING_BYTES, run))),
    );
  });

  it('keeps both streams in order of arrival over memory and disk', async () => {
    const log = makeLog();
    log.beginRun(1);
    const printed: string[] = [];
    for (let i = 0; i < 40; i++) {
      const stream: OutputStream = i % 3 === 0 ? 'stderr' : 'stdout';
      const text = `${i} `.repeat(100);
      printed.push(`${stream}:${text}`);
      log.append(stream, Buffer.from(text));
    }
    const read: string[] = [];
    for (let cursor = 0; cursor < log.endCursor;) {
      const piece = await log.read(cursor, 64 * KIB);
      assert.ok(piece !== undefined);
      read.push(`${piece.stream}:${Buffer.from(piece.bytes).toString()}`);
      ({ cursor } = piece);
    }
    // Consecutive pieces of one stream may come as one, or cut where memory begins.
    assert.equal(joined(read), joined(printed));
    await log.endRun();
  });

  it('says what is lost when the disk has not kept it either', async () => {
    const log = makeLog();
    // Before its first run there is no log on disk.
    log.append('stdout', filled(2 * RING_BYTES));
    const piece = await log.read(100, 64 * KIB);
    assert.deepEqual([piece?.skippedBytes, piece?.cursor], [RING_BYTES - 100, 2 * RING_BYTES]);
  });

  it('slows its source down while the disk is far behind', async () => {
    const calls: string[] = [];
    const log = makeLog(NO_BUDGET, {
      pauseOutput: () => calls.push('pause'),
      resumeOutput: () => calls.push('resume'),
    });
    log.beginRun(1);
    for (let i = 0; i < 6; i++) log.append('stdout', Buffer.alloc(KIB * KIB));
    assert.deepEqual(calls, ['pause']);
    await eventually(() => calls.length === 2);
    assert.deepEqual(calls, ['pause', 'resume']);
    await log.endRun();
  });

  it('gives every reader every byte, whenever and wherever it reads', async () => {
    const step = fc.record({
      bytes: fc.oneof(fc.nat(100), fc.nat(3 * RING_BYTES)),
      ends: fc.boolean(),
      readsFrom: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const log = makeLog();
        let all = Buffer.alloc(0);
        let run = 0;
        log.beginRun(++run);
        for (const { bytes, ends, readsFrom } of steps) {
          const text = filled(bytes, all.length);
          all = Buffer.concat([all, text]);
          log.append('stdout', text);
          const end = ends ? log.endRun() : undefined;
          const from = Math.floor(readsFrom * all.length);
          assert.deepEqual(await readAll(log, from), all.subarray(from));
          await end;
          if (ends) log.beginRun(++run);
        }
        await log.endRun();
        assert.deepEqual(await readAll(log), all);
        log.dispose();
      }),
      { numRuns: 60 },
    );
  });
});

function filled(length: number, offset = 0): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (offset + i) % 251));
}

async function readAll(log: OutputLog, from = 0): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let cursor = from; cursor < log.endCursor;) {
    const piece = await log.read(cursor, 64 * KIB);
    assert.ok(piece !== undefined, `something is at ${cursor}`);
    assert.equal(piece.skippedBytes, 0, `nothing is skipped at ${cursor}`);
    parts.push(Buffer.from(piece.bytes));
    ({ cursor } = piece);
  }
  return Buffer.concat(parts);
}

function joined(pieces: readonly string[]): string {
  let last = '';
  return pieces
    .map((piece) => {
      const [stream = '', text = ''] = piece.split(':');
      const result = stream === last ? text : `\n${stream}:${text}`;
      last = stream;
      return result;
    })
    .join('');
}
