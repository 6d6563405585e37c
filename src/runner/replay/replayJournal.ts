import { RUN_RESET } from './runReset.ts';
import { TerminalModes } from './terminalModes.ts';

/** Columns and rows of a terminal. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

/** Something that happened to a terminal beside its output: it was resized, or another run of the process began. */
export type ReplayMark =
  { kind: 'size'; cursor: number; cols: number; rows: number } | { kind: 'run'; cursor: number };

/** How to show output from a cursor on. */
export interface ReplayPlan {
  startCursor: number;
  /** Brings a fresh terminal to the modes that hold at the start. */
  prefix: string;
  /** The size at the start. */
  size: TerminalSize;
  /** What follows the start, in order. */
  marks: readonly ReplayMark[];
}

/**
 * Most output that is shown again, in bytes: what a ring keeps, so that no disk is read, and many times the 1000 lines of
 * scrollback that are left of it. It takes 25 to 40 ms in a process that runs already (measured, see bench/replay.ts).
 */
export const MAX_REPLAY_BYTES = 1024 * 1024;

/** How far apart replays can begin, in bytes: a quarter of what is shown, and of what a ring keeps. */
const CHECKPOINT_EVERY_BYTES = 256 * 1024;

/** Enough for the most that is shown, one begun, and one that has just left the ring. */
const MAX_CHECKPOINTS = MAX_REPLAY_BYTES / CHECKPOINT_EVERY_BYTES + 2;

/** Most marks that are remembered; a window that is being dragged gives hundreds, of which the last ones matter. */
const MAX_MARKS = 256;

interface Checkpoint {
  cursor: number;
  prefix: string;
}

/**
 * What has to be remembered of a process on a terminal so that its screen can be built from the end of its output
 * alone: the modes at some places in it, its sizes, and where its runs begin. It holds no output.
 */
export class ReplayJournal {
  private readonly modes: TerminalModes;
  private cursor: number;
  private checkpoints: Checkpoint[];
  private firstSize: TerminalSize;
  private marks: ReplayMark[] = [];

  constructor({ cols, rows }: TerminalSize, cursor = 0) {
    this.modes = new TerminalModes(rows);
    this.cursor = cursor;
    this.firstSize = { cols, rows };
    this.checkpoints = [{ cursor, prefix: '' }];
  }

  /** Takes output as it comes. The bytes are not kept. */
  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.modes.read(bytes);
    this.cursor += bytes.length;
    const last = this.checkpoints.at(-1)?.cursor ?? 0;
    // Only between sequences and between characters: what follows is then whole.
    const isBetween = this.modes.pendingBytes === 0 && (bytes.at(-1) ?? 0) < 0x80;
    if (this.cursor - last >= CHECKPOINT_EVERY_BYTES && isBetween) this.addCheckpoint();
  }

  /** The terminal has a new size from here on. */
  resize({ cols, rows }: TerminalSize): void {
    this.modes.resize(rows);
    const last = this.marks.at(-1);
    if (last?.kind === 'size' && last.cursor === this.cursor) this.marks.pop();
    this.addMark({ kind: 'size', cursor: this.cursor, cols, rows });
  }

  /** Another run begins here, on the screen that the last one has left, with its modes undone. */
  beginRun(): void {
    this.modes.read(RUN_RESET);
    this.addMark({ kind: 'run', cursor: this.cursor });
  }

  /** From where and how to show the output, of which nothing before `oldestCursor` is kept. */
  plan(oldestCursor: number, maxBytes = MAX_REPLAY_BYTES): ReplayPlan {
    const earliest = Math.max(oldestCursor, this.cursor - maxBytes);
    const checkpoint = this.checkpoints.find(({ cursor }) => cursor >= earliest) ?? {
      cursor: earliest,
      // Those of now are as good a guess as there is: most last for as long as a program runs.
      prefix: this.modes.prefix(),
    };
    return {
      startCursor: checkpoint.cursor,
      prefix: checkpoint.prefix,
      size: this.sizeBefore(checkpoint.cursor),
      marks: this.marks.filter(({ cursor }) => cursor >= checkpoint.cursor),
    };
  }

  private addCheckpoint(): void {
    this.checkpoints.push({ cursor: this.cursor, prefix: this.modes.prefix() });
    if (this.checkpoints.length > MAX_CHECKPOINTS) this.checkpoints.shift();
    const [oldest] = this.checkpoints;
    while (oldest !== undefined && (this.marks[0]?.cursor ?? Infinity) < oldest.cursor) this.forgetMark();
  }

  private addMark(mark: ReplayMark): void {
    this.marks.push(mark);
    if (this.marks.length > MAX_MARKS) this.forgetMark();
  }

  private forgetMark(): void {
    const mark = this.marks.shift();
    if (mark?.kind === 'size') this.firstSize = { cols: mark.cols, rows: mark.rows };
  }

  /** A mark at a checkpoint comes after it: checkpoints are made when there is new output. */
  private sizeBefore(cursor: number): TerminalSize {
    const mark = this.marks.findLast((other) => other.kind === 'size' && other.cursor < cursor);
    return mark?.kind === 'size' ? { cols: mark.cols, rows: mark.rows } : this.firstSize;
  }
}
