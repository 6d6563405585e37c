import assert from 'node:assert/strict';
import type { Terminal } from '@xterm/headless';
import { buildScreen, type BuiltScreen } from '../../../../src/runner/replay/buildScreen.ts';
import type { ReplayMark, ReplayPlan, TerminalSize } from '../../../../src/runner/replay/replayJournal.ts';
import { createScreenTerminal, writeToScreen } from '../../../../src/runner/replay/screenTerminal.ts';
import type { Recording } from '../../../fixtures/replay/recordSession.ts';
import { screenState } from './screenState.ts';

/** A terminal that gets output, and sizes at their places in it. */
export class AttachedTerminal {
  readonly terminal: Terminal;
  private readonly output: Uint8Array;
  private readonly marks: readonly ReplayMark[];
  private cursor: number;

  constructor({ output, marks }: Recording, terminal: Terminal, cursor = 0) {
    this.output = output;
    this.marks = marks;
    this.terminal = terminal;
    this.cursor = cursor;
  }

  get size(): TerminalSize {
    return { cols: this.terminal.cols, rows: this.terminal.rows };
  }

  /** Goes on to a place; a mark at that place is still to come. */
  feedTo(end: number): void {
    for (const mark of this.marks) {
      if (mark.kind !== 'size' || mark.cursor < this.cursor || mark.cursor >= end) continue;
      this.write(mark.cursor);
      this.terminal.resize(mark.cols, mark.rows);
    }
    this.write(end);
  }

  private write(end: number): void {
    writeToScreen(this.terminal, this.output.subarray(this.cursor, end));
    this.cursor = Math.max(this.cursor, end);
  }
}

/**
 * Asserts that a client which attaches at a place sees the same as a terminal that was attached all the time: at once,
 * and when everything after it has come too. The snapshot is of the screen's size, or of another that both then have.
 */
export function assertSameScreen(recording: Recording, cut: number, scrollback = 1000): BuiltScreen {
  const attached = new AttachedTerminal(recording, createScreenTerminal(recording.size, scrollback));
  attached.feedTo(cut);
  const plan: ReplayPlan = {
    startCursor: 0,
    prefix: '',
    size: recording.size,
    marks: recording.marks.filter((mark) => mark.cursor < cut),
  };
  const built = buildScreen(
    { ...plan, finalSize: attached.size, scrollback },
    recording.output.subarray(0, cut),
  );
  const fresh = new AttachedTerminal(
    recording,
    createScreenTerminal(attached.size, scrollback),
    built.cursor,
  );
  try {
    writeToScreen(fresh.terminal, built.snapshot);
    fresh.feedTo(cut);
    assertSameState(fresh.terminal, attached.terminal, `attached at ${cut}`);
    fresh.feedTo(recording.output.length);
    attached.feedTo(recording.output.length);
    assertSameState(fresh.terminal, attached.terminal, `attached at ${cut}, at the end`);
  } finally {
    fresh.terminal.dispose();
    attached.terminal.dispose();
  }
  return built;
}

function assertSameState(actual: Terminal, expected: Terminal, what: string): void {
  assert.deepEqual(screenState(actual), screenState(expected), what);
}
