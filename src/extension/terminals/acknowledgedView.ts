import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { EscapeTracker } from './escapeTracker.ts';
import { FlowWindow } from './flowWindow.ts';
import { ProgressLedger } from './progressLedger.ts';
import { ScreenQuery } from './screenQuery.ts';
import type { ViewFlow } from './viewFlow.ts';

/** After how many characters the screen is asked. Rarely enough to cost nothing, often enough for the smallest window. */
export const QUERY_EVERY_CHARS = 32 * 1024;

/**
 * How long an answer may take, in milliseconds. Then what it was about counts as shown: a terminal that cannot answer
 * shows a window a second, slowly but always, and a hung one is not buried.
 */
export const ANSWER_TIMEOUT_MS = 1_000;

/** Most of one sequence without an end, such as an inline image, that is written without waiting for the screen. */
const MAX_SEQUENCE_CHARS = 8 * 1024 * 1024;

/** Ends a sequence that was left half written. */
const CANCEL = '\x18';

/** Everything written up to `end`, waiting for an answer; without a token only for time, as nothing could be asked. */
interface Lot {
  token: number | undefined;
  end: number;
  sentAtMs: number;
}

/** Flow control over the stable API: the screen is asked now and then, and its answers say how much is on its way. */
export class AcknowledgedView implements ViewFlow {
  private readonly emit: (text: string) => void;
  private readonly clock: Clock;
  private readonly tracker = new EscapeTracker();
  private readonly window = new FlowWindow();
  private readonly query = new ScreenQuery();
  private readonly ledger = new ProgressLedger();
  private lots: readonly Lot[] = [];
  /** The end of the newest lot. */
  private covered = 0;
  private timer: Disposable | undefined;
  private disposed = false;

  constructor(emit: (text: string) => void, clock: Clock) {
    this.emit = emit;
    this.clock = clock;
  }

  write(text: string): Promise<void> {
    if (this.disposed) return Promise.resolve();
    const ground = this.tracker.feed(text);
    const isDue = ground >= 0 && this.ledger.written + ground - this.covered >= QUERY_EVERY_CHARS;
    this.send(text, isDue ? ground : -1);
    const limit = this.tracker.isGround ? this.window.chars : MAX_SEQUENCE_CHARS;
    return this.waitFor(this.ledger.written - limit);
  }

  writeLine(text: string): void {
    if (this.disposed) return;
    const whole = this.tracker.isGround ? text : `${CANCEL}${text}`;
    this.tracker.feed(whole);
    this.send(whole, -1);
  }

  drained(): Promise<void> {
    if (this.disposed) return Promise.resolve();
    if (this.ledger.written > this.covered && this.tracker.isGround) this.ask();
    return this.waitFor(this.ledger.written);
  }

  takeAnswers(input: string): string {
    const { rest, tokens } = this.query.separate(input);
    for (const token of tokens) this.answered(token);
    return rest;
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
    this.lots = [];
    this.ledger.dealtWith(this.ledger.written);
  }

  /** Emits text, with a question at the given offset unless that is -1. */
  private send(text: string, askAt: number): void {
    if (askAt < 0) {
      this.ledger.wrote(text.length);
      this.emit(text);
      return;
    }
    this.ledger.wrote(askAt);
    const question = this.addLot();
    this.ledger.wrote(text.length - askAt);
    this.emit(text.slice(0, askAt) + question + text.slice(askAt));
  }

  private ask(): void {
    this.emit(this.addLot());
  }

  /** Makes a lot of everything written and not covered yet; returns the question that will tell its end. */
  private addLot(): string {
    const { token, sequence } = this.query.next();
    this.cover(token);
    return sequence;
  }

  private cover(token: number | undefined): void {
    this.covered = this.ledger.written;
    this.lots = [...this.lots, { token, end: this.covered, sentAtMs: this.clock.nowMs() }];
    this.watchOldest();
  }

  private waitFor(place: number): Promise<void> {
    const reached = this.ledger.reached(place);
    this.keepWaitersCovered();
    return reached;
  }

  /** Whoever waits must be woken by something: by an answer, or by time where nothing can be asked. */
  private keepWaitersCovered(): void {
    if (!this.ledger.hasWaiters || this.lots.length > 0) return;
    if (this.tracker.isGround) this.ask();
    else this.cover(undefined);
  }

  private answered(token: number): void {
    const index = this.lots.findIndex((lot) => lot.token === token);
    const lot = this.lots[index];
    // A late answer, to a question that has been given up.
    if (lot === undefined) return;
    this.window.learn(this.clock.nowMs() - lot.sentAtMs, this.ledger.hasWaiters);
    this.finish(lot, index);
  }

  private finish(lot: Lot, index: number): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.lots = this.lots.slice(index + 1);
    this.ledger.dealtWith(lot.end);
    this.keepWaitersCovered();
    this.watchOldest();
  }

  /** Gives up the oldest lot after a while. What was sent after it is given the time anew: the screen may catch up. */
  private watchOldest(): void {
    const [oldest] = this.lots;
    if (oldest === undefined || this.timer !== undefined) return;
    this.timer = this.clock.after(ANSWER_TIMEOUT_MS, () => {
      this.window.forget();
      this.finish(oldest, 0);
    });
  }
}
