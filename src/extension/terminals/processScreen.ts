import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import type { OutputChunk } from '../../client/outputChunk.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { SubscribeResult, SubscribeStart } from '../../protocol/output.ts';
import { AcknowledgedView } from './acknowledgedView.ts';
import { insertLine } from './insertLine.ts';
import { LagGuard } from './lagGuard.ts';
import type { OutputFollowers } from './outputFollowers.ts';
import type { TerminalSize } from './sizeReporter.ts';
import { skippedLine } from './terminalLines.ts';
import { isTerminalReport } from './terminalReport.ts';
import { ENTER_ALTERNATE_SCREEN, RESET_SCREEN } from './terminalSequences.ts';
import { Transcript, type TranscriptItem } from './transcript.ts';
import type { ViewFlow } from './viewFlow.ts';

/** What a screen shows: the output of this process, from there on. */
export interface ShownOutput {
  connection: RunnerConnection;
  processId: string;
  from: SubscribeStart;
  /** Output before this place is old: it is shown, but the questions in it were answered long ago. */
  oldUntil: number;
  whenSlow: 'skip' | 'pause';
}

interface ScreenOptions {
  emit: (text: string) => void;
  onPipes: boolean;
  followers: Pick<OutputFollowers, 'follow'>;
  clock: Clock;
  logger: Logger;
  /** The size that the screen has now, if it is known. */
  size: () => TerminalSize | undefined;
  /** What has to be written again to a screen that was reset. */
  introduction: () => string;
}

/** Output that is followed, until the next. */
interface Turn {
  number: number;
  output: ShownOutput;
}

/** One process on one terminal's screen: its output and our lines between, in order, no faster than the screen takes it. */
export class ProcessScreen implements Disposable {
  private readonly options: ScreenOptions;
  private readonly view: ViewFlow;
  private readonly transcript: Transcript;
  private readonly guard: LagGuard;
  private followed: Disposable | undefined;
  /** Where to go on when what is followed has to be followed anew. */
  private resumeFrom: SubscribeStart = 'screen';
  /** Whether nothing of the process has been shown yet. */
  private isFresh = true;
  private skippedBytes = 0;
  /** Whether a line about what was skipped is still to be shown: not before a line ends, as a prompt may be waiting. */
  private mustTellSkip = false;
  private oldUntil = 0;
  private following = 0;
  /** The beginning of the last turn: the runner takes the next one only when it knows that this is over. */
  private lastBegun: Promise<void> = Promise.resolve();
  private disposed = false;

  constructor(options: ScreenOptions) {
    this.options = options;
    this.view = new AcknowledgedView(options.emit, options.clock);
    this.transcript = new Transcript({ onPipes: options.onPipes });
    this.guard = new LagGuard(options.clock);
  }

  /** Where to follow the output from when the connection has been made anew: nothing is missed, nothing shown twice. */
  get resumePoint(): SubscribeStart {
    return this.resumeFrom;
  }

  /**
   * Shows the output from there on, in place of what was followed before; from `screen` on what a terminal shows that was
   * there all the time. Rejects with the runner's refusal.
   */
  follow(output: ShownOutput): Promise<void> {
    this.unfollow();
    const turn = { number: this.following, output };
    this.resumeFrom = output.from;
    this.oldUntil = output.from === output.oldUntil ? 0 : output.oldUntil;
    // Whoever has asked for the last turn has heard of its failure; here it only has to be over.
    const lastBegun = this.lastBegun.catch(() => undefined);
    this.lastBegun = lastBegun.then(() => this.subscribe(turn));
    return this.lastBegun;
  }

  unfollow(): void {
    this.following += 1;
    this.followed?.dispose();
    this.followed = undefined;
  }

  /** A line that belongs at this place in the output, before anything later. */
  lineAt(cursor: number, text: string): void {
    this.writeLines(this.transcript.addLine(cursor, text));
  }

  /** A line that belongs where the screen is now. */
  line(text: string): void {
    this.view.writeLine(text);
  }

  /** What a local keyboard echo or a sequence without a look of its own needs: straight to the screen. */
  raw(text: string): void {
    fireAndForget(this.view.write(text), 'Writing to a terminal', this.options.logger);
  }

  /** What is left of an input for the process: without the screen's answers to us and to old questions. */
  takeInput(input: string): string {
    const rest = this.view.takeAnswers(input);
    if (rest !== '' && !isTerminalReport(rest)) this.guard.noteKey();
    return this.oldUntil > 0 && isTerminalReport(rest) ? '' : rest;
  }

  dispose(): void {
    this.disposed = true;
    this.unfollow();
    this.view.dispose();
  }

  private async subscribe(turn: Turn): Promise<void> {
    if (this.isOver(turn)) return;
    const { output } = turn;
    const followed = await this.options.followers.follow({
      ...output,
      size: output.from === 'screen' && !this.options.onPipes ? this.options.size() : undefined,
      onStart: (start) => this.begin(start, turn),
      consumer: (chunk) => this.consume(chunk, turn),
    });
    if (this.isOver(turn)) followed.dispose();
    else this.followed = followed;
  }

  private begin(start: SubscribeResult, turn: Turn): void {
    if (this.isOver(turn)) return;
    if (turn.output.from === 'screen') {
      if (this.isFresh) this.beginFresh(start);
      else if (this.options.onPipes) this.goOnFurther(start.cursor);
      else this.beginAnew(start);
    }
    this.isFresh = false;
    this.resumeFrom = Math.max(start.cursor, this.transcript.cursor);
  }

  private beginFresh({ cursor, snapshot }: SubscribeResult): void {
    if (snapshot !== undefined) this.showSnapshot(snapshot.content);
    this.writeLines(this.transcript.startAt(cursor));
  }

  /** Without a terminal there are only lines, so that what is shown can stay. */
  private goOnFurther(cursor: number): void {
    this.guard.noteSkip();
    if (cursor > this.transcript.cursor) this.writeLines(this.transcript.skipTo(cursor));
  }

  private beginAnew({ cursor, snapshot }: SubscribeResult): void {
    this.guard.noteSkip();
    // The line about an earlier skip goes with all the rest.
    this.skippedBytes += Math.max(0, cursor - this.transcript.cursor);
    this.view.writeLine(`${RESET_SCREEN}${this.options.introduction()}`);
    if (snapshot !== undefined) this.showSnapshot(snapshot.content);
    // A program that draws the whole screen has lost nothing, and would draw over a line of ours.
    this.mustTellSkip = snapshot?.content.includes(ENTER_ALTERNATE_SCREEN) !== true;
    this.writeLines(this.transcript.startAt(cursor));
  }

  /** There is nothing old after a snapshot, and no question in it. */
  private showSnapshot(content: string): void {
    this.oldUntil = 0;
    this.raw(content);
  }

  private async consume(chunk: OutputChunk, turn: Turn): Promise<void> {
    // Output of another turn, that was on its way when this screen went on somewhere else.
    if (this.isOver(turn)) return;
    const shown = this.write(this.tellSkip(this.transcript.addOutput(chunk)));
    this.resumeFrom = this.transcript.cursor;
    if (this.oldUntil > 0 && this.transcript.cursor >= this.oldUntil) this.endOfOld();
    await shown;
    if (turn.output.whenSlow === 'skip' && !this.isOver(turn) && this.guard.mustSkip(chunk))
      this.skip(turn.output);
  }

  private tellSkip(items: TranscriptItem[]): TranscriptItem[] {
    const told = this.mustTellSkip ? insertLine(items, skippedLine(this.skippedBytes)) : undefined;
    if (told !== undefined) this.mustTellSkip = false;
    return told ?? items;
  }

  private isOver(turn: Turn): boolean {
    return this.disposed || turn.number !== this.following;
  }

  /** Questions in the old output are answered by the time the screen has dealt with all of it. */
  private endOfOld(): void {
    const drained = this.view.drained().then(() => (this.oldUntil = 0));
    fireAndForget(drained, 'Waiting for a screen', this.options.logger);
  }

  private skip(output: ShownOutput): void {
    const followed = this.follow({ ...output, from: 'screen', oldUntil: 0 });
    fireAndForget(followed, 'Skipping to the end of an output', this.options.logger);
  }

  private writeLines(items: readonly TranscriptItem[]): void {
    for (const { text } of items) this.view.writeLine(text);
  }

  /** Writes at once, so that nothing can come between; resolves when there is room for more. */
  private async write(items: readonly TranscriptItem[]): Promise<void> {
    const writes: Promise<void>[] = [];
    for (const { kind, text } of items) {
      if (kind === 'output') writes.push(this.view.write(text));
      else this.view.writeLine(text);
    }
    await Promise.all(writes);
  }
}
