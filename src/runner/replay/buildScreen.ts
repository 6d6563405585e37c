import type { Terminal } from '@xterm/headless';
import { findReplayEnd } from './replayEnd.ts';
import type { ReplayMark, ReplayPlan, TerminalSize } from './replayJournal.ts';
import { RUN_RESET } from './runReset.ts';
import { createScreenTerminal, internalsOf, writeToScreen } from './screenTerminal.ts';
import { serializeScreen } from './serializeScreen.ts';
import { TerminalModes } from './terminalModes.ts';

/** Lines above the screen that a replay brings back; as many as VS Code's terminals keep by default. */
export const DEFAULT_SCROLLBACK = 1000;

/**
 * The beginning of a sequence, taken back. If the output ends in one, that may be what has ended a string before it (as
 * `ESC \` does), and the terminal has not seen it.
 */
const END_OF_SEQUENCE = '\x1b\x18';

/** What a screen is built of, but for the output itself. */
export interface ScreenParams extends ReplayPlan {
  /** The size of the terminal that will show it. */
  finalSize: TerminalSize;
  scrollback: number;
}

/** A screen, as output for a fresh terminal of its size. */
export interface BuiltScreen {
  snapshot: string;
  /** Where the output goes on: up to a few bytes before its end, as what is half there comes after the snapshot. */
  cursor: number;
  cols: number;
  rows: number;
  /** Whether a program draws on the alternate screen. */
  isAlternate: boolean;
}

/** Builds the screen that a terminal shows which has got the output of a plan, resizes and all. */
export function buildScreen(params: ScreenParams, bytes: Uint8Array): BuiltScreen {
  const terminal = createScreenTerminal(params.size, params.scrollback);
  try {
    const replay = new Replay(terminal, params);
    replay.run(bytes);
    const { cols, rows } = params.finalSize;
    return {
      snapshot: serializeScreen(terminal, replay.modes),
      cursor: replay.cursor,
      cols,
      rows,
      isAlternate: replay.modes.isAlternate,
    };
  } finally {
    terminal.dispose();
  }
}

/** Output on its way through a terminal. */
class Replay {
  readonly modes: TerminalModes;
  cursor: number;
  private readonly terminal: Terminal;
  private readonly params: ScreenParams;

  constructor(terminal: Terminal, params: ScreenParams) {
    this.terminal = terminal;
    this.params = params;
    this.cursor = params.startCursor;
    this.modes = new TerminalModes(params.size.rows);
  }

  run(bytes: Uint8Array): void {
    const { startCursor, prefix, marks, finalSize } = this.params;
    const end = startCursor + this.endIn(bytes);
    this.feed(Buffer.from(prefix));
    for (const mark of marks) {
      this.feedTo(Math.min(mark.cursor, end), bytes);
      this.apply(mark);
    }
    this.feedTo(end, bytes);
    writeToScreen(this.terminal, END_OF_SEQUENCE);
    this.resize(finalSize);
  }

  /** Where to end: after the last run's beginning, and before the last character unless that was printed at another size. */
  private endIn(bytes: Uint8Array): number {
    const { startCursor, size, marks, finalSize } = this.params;
    const from = (marks.findLast(({ kind }) => kind === 'run')?.cursor ?? startCursor) - startCursor;
    const { unicodeService } = internalsOf(this.terminal);
    const end = findReplayEnd(bytes.subarray(from), (codePoint) => unicodeService.wcwidth(codePoint));
    const last = marks.findLast((mark) => mark.kind === 'size') ?? { ...size, cursor: startCursor };
    const isResizedAfter =
      last.cursor - startCursor > from + end.repeatable ||
      last.cols !== finalSize.cols ||
      last.rows !== finalSize.rows;
    return from + (isResizedAfter ? end.whole : end.repeatable);
  }

  private feedTo(end: number, bytes: Uint8Array): void {
    if (end <= this.cursor) return;
    const { startCursor } = this.params;
    this.feed(bytes.subarray(this.cursor - startCursor, end - startCursor));
    this.cursor = end;
  }

  private apply(mark: ReplayMark): void {
    if (mark.kind === 'run') this.feed(RUN_RESET);
    else this.resize(mark);
  }

  private feed(bytes: Uint8Array): void {
    this.modes.read(bytes);
    writeToScreen(this.terminal, bytes);
  }

  private resize({ cols, rows }: TerminalSize): void {
    if (cols === this.terminal.cols && rows === this.terminal.rows) return;
    this.terminal.resize(cols, rows);
    this.modes.resize(rows);
  }
}
