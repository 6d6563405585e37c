import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildScreen } from '../../../../src/runner/replay/buildScreen.ts';
import { MAX_REPLAY_BYTES, ReplayJournal } from '../../../../src/runner/replay/replayJournal.ts';
import { createScreenTerminal, writeToScreen } from '../../../../src/runner/replay/screenTerminal.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { screenState } from './screenState.ts';

const size = { cols: 80, rows: 24 };

/** A quarter of a MiB; see CHECKPOINT_EVERY_BYTES. */
const STEP = 256 * 1024;

describe('ReplayJournal', () => {
  checkLeaks();

  it('shows everything as long as everything is kept', () => {
    const journal = new ReplayJournal(size);
    journal.append(Buffer.from('\x1b[31mhello'));
    assert.deepEqual(journal.plan(0), { startCursor: 0, prefix: '', size, marks: [] });
  });

  it('begins with the modes that hold where the rest begins', () => {
    const journal = new ReplayJournal(size);
    journal.append(Buffer.from('\x1b[?1049h\x1b[?25l'));
    journal.append(Buffer.alloc(STEP, 'x'));
    journal.append(Buffer.from('\x1b[?1049l'));
    journal.append(Buffer.alloc(100, 'x'));
    const plan = journal.plan(50);
    assert.equal(plan.startCursor, STEP + 14);
    assert.match(plan.prefix, /\?1049h.*\?25l/s);
  });

  it('begins between sequences and between characters only', () => {
    const journal = new ReplayJournal(size);
    journal.append(Buffer.concat([Buffer.alloc(STEP, 'x'), Buffer.from('\x1b[1')]));
    journal.append(Buffer.concat([Buffer.from('m'), Buffer.from('日').subarray(0, 2)]));
    journal.append(Buffer.from('日').subarray(2));
    journal.append(Buffer.from('\n'));
    assert.equal(journal.plan(1).startCursor, STEP + 8);
  });

  it('shows no more than a megabyte, from wherever it can begin', () => {
    const journal = new ReplayJournal(size);
    for (let count = 0; count < 100; count++) journal.append(Buffer.alloc(STEP / 4, 'x\n'));
    const end = 25 * STEP;
    const { startCursor } = journal.plan(0);
    assert.ok(end - startCursor <= MAX_REPLAY_BYTES && end - startCursor > MAX_REPLAY_BYTES - STEP);
    assert.ok(end - journal.plan(0, STEP * 2).startCursor <= STEP * 2);
  });

  it('begins at the oldest byte with the newest modes it knows if it has to', () => {
    const journal = new ReplayJournal(size);
    journal.append(Buffer.from('\x1b[?2004h'));
    journal.append(Buffer.alloc(STEP, 'x'));
    journal.append(Buffer.alloc(1000, 'x'));
    const { startCursor, prefix } = journal.plan(STEP + 500);
    assert.equal(startCursor, STEP + 500);
    assert.match(prefix, /\?2004h/);
  });

  it('knows the size at the beginning, and the later ones with their places', () => {
    const journal = new ReplayJournal(size);
    journal.append(Buffer.alloc(10, 'x'));
    journal.resize({ cols: 90, rows: 30 });
    journal.append(Buffer.alloc(STEP, 'x'));
    journal.resize({ cols: 70, rows: 20 });
    journal.resize({ cols: 60, rows: 20 });
    assert.deepEqual(journal.plan(0).marks, [
      { kind: 'size', cursor: 10, cols: 90, rows: 30 },
      { kind: 'size', cursor: STEP + 10, cols: 60, rows: 20 },
    ]);
    const later = journal.plan(11);
    assert.deepEqual(later.size, { cols: 90, rows: 30 });
    assert.deepEqual(later.marks, [{ kind: 'size', cursor: STEP + 10, cols: 60, rows: 20 }]);
  });

  it('keeps the last sizes of a terminal whose size never rests', () => {
    const journal = new ReplayJournal(size);
    for (let cols = 2; cols < 1000; cols++) {
      journal.resize({ cols, rows: 24 });
      journal.append(Buffer.from('x'));
    }
    const { marks, size: first } = journal.plan(0);
    assert.equal(marks.length, 256);
    assert.deepEqual(marks.at(-1), { kind: 'size', cursor: 997, cols: 999, rows: 24 });
    assert.equal(first.cols, 743);
  });

  it('undoes the modes of one run when the next begins', () => {
    const journal = new ReplayJournal(size);
    journal.append(Buffer.from('\x1b[?1049h\x1b[?25l\x1b[31'));
    journal.beginRun();
    journal.append(Buffer.alloc(STEP, 'x'));
    const { prefix, marks } = journal.plan(1);
    assert.doesNotMatch(prefix, /1049|25l/);
    assert.deepEqual(marks, []);
    assert.deepEqual(journal.plan(0).marks, [{ kind: 'run', cursor: 18 }]);
  });

  it('leads to the screen of a terminal that has seen all of a long output', () => {
    const journal = new ReplayJournal(size);
    const attached = createScreenTerminal(size, 1000);
    const pieces: Buffer[] = [];
    for (let line = 0; line < 30_000; line++) {
      const piece = Buffer.from(`\x1b[3${line % 8}mline ${line}\x1b[0m ${'long '.repeat(line % 30)}\r\n`);
      pieces.push(piece);
      journal.append(piece);
      writeToScreen(attached, piece);
    }
    const output = Buffer.concat(pieces);
    const plan = journal.plan(0);
    assert.ok(plan.startCursor > 0);
    const built = buildScreen(
      { ...plan, finalSize: size, scrollback: 1000 },
      output.subarray(plan.startCursor),
    );
    const fresh = createScreenTerminal(size, 1000);
    writeToScreen(fresh, built.snapshot);
    assert.deepEqual(screenState(fresh), screenState(attached));
    fresh.dispose();
    attached.dispose();
  });
});
