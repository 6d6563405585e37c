import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildScreen, type BuiltScreen } from '../../../../src/runner/replay/buildScreen.ts';
import { ReplayJournal } from '../../../../src/runner/replay/replayJournal.ts';
import { replayScreen, type ReplaySource } from '../../../../src/runner/replay/replayScreen.ts';
import { createScreenTerminal, writeToScreen } from '../../../../src/runner/replay/screenTerminal.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { keptOutput } from './keptOutput.ts';
import { screenState } from './screenState.ts';

const size = { cols: 40, rows: 6 };

/** Builds at once what a process of its own would build. */
const screens: ReplaySource['screens'] = {
  build: (params, bytes) => Promise.resolve(buildScreen(params, bytes)),
};

describe('replayScreen', () => {
  checkLeaks();

  it('shows what a terminal shows that was attached all the time', async () => {
    const journal = new ReplayJournal(size);
    const bytes = Buffer.from(`\x1b[1mbold\x1b[0m\r\n${'line\r\n'.repeat(10_000)}\x1b[?25lend\r\n`);
    journal.append(bytes);
    const screen = await replayScreen({ output: keptOutput(bytes), journal, screens }, size);
    const attached = createScreenTerminal(size, 1000);
    writeToScreen(attached, bytes);
    assert.equal(screen?.cursor, bytes.length);
    assertShows(screen, attached);
  });

  it('shows the alternate screen of a program that has drawn more than is kept', async () => {
    const journal = new ReplayJournal(size);
    const attached = createScreenTerminal(size, 1000);
    const pieces: Buffer[] = [];
    const draw = (text: string): void => {
      const piece = Buffer.from(text);
      pieces.push(piece);
      journal.append(piece);
      writeToScreen(attached, piece);
    };
    draw('$ program\r\n\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[1;5r');
    for (let frame = 0; frame < 5000; frame++)
      draw(`\x1b[H\x1b[2J\x1b[3${frame % 8}m${'frame\r\n'.repeat(5)}${frame}`);
    const bytes = Buffer.concat(pieces);
    const screen = await replayScreen(
      { output: keptOutput(bytes, bytes.length - 100_000), journal, screens },
      size,
    );
    assert.equal(screen?.isAlternate, true);
    const shown = createScreenTerminal(size, 1000);
    writeToScreen(shown, screen.snapshot);
    writeToScreen(shown, bytes.subarray(screen.cursor));
    const { normal: _normal, ...state } = screenState(shown);
    const { normal: _other, ...expected } = screenState(attached);
    assert.deepEqual(state, expected);
    shown.dispose();
    attached.dispose();
  });

  it('is undefined when what it needs is not kept any more', async () => {
    const journal = new ReplayJournal(size);
    const bytes = Buffer.from('some output');
    journal.append(bytes);
    const output = { ...keptOutput(bytes, 5), startCursor: 0 };
    assert.equal(await replayScreen({ output, journal, screens }, size), undefined);
  });
});

function assertShows(
  screen: BuiltScreen | undefined,
  expected: ReturnType<typeof createScreenTerminal>,
): void {
  const terminal = createScreenTerminal(size, 1000);
  writeToScreen(terminal, screen?.snapshot ?? '');
  assert.deepEqual(screenState(terminal), screenState(expected));
  terminal.dispose();
  expected.dispose();
}
