import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { errorText } from '../../base/errorText.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import type { OutputChunk } from '../../client/outputChunk.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { OutputStart } from '../../protocol/output.ts';
import { AcknowledgedView } from './acknowledgedView.ts';
import { LagGuard } from './lagGuard.ts';
import type { OutputFollowers } from './outputFollowers.ts';
import { isTerminalReport } from './terminalReport.ts';
import { Transcript, type TranscriptItem } from './transcript.ts';
import type { ViewFlow } from './viewFlow.ts';

/** What a screen shows: the output of this process, from there on. */
export interface ShownOutput {
  connection: RunnerConnection;
  processId: string;
  from: OutputStart;
  /** Output before this place is old: it is shown, but the questions in it were answered long ago. */
  oldUntil: number;
}

interface ScreenOptions {
  emit: (text: string) => void;
  onPipes: boolean;
  followers: Pick<OutputFollowers, 'follow'>;
  clock: Clock;
  logger: Logger;
}

/** One process on one terminal's screen: its output and our lines between, in order, no faster than the screen takes it. */
export class ProcessScreen implements Disposable {
  private readonly view: ViewFlow;
  private readonly transcript: Transcript;
  private readonly followers: Pick<OutputFollowers, 'follow'>;
  private readonly logger: Logger;
  private followed: Disposable | undefined;
  private readonly clock: Clock;
  private oldUntil = 0;
  private following = 0;
  private disposed = false;

  constructor({ emit, onPipes, followers, clock, logger }: ScreenOptions) {
    this.view = new AcknowledgedView(emit, clock);
    this.transcript = new Transcript({ onPipes });
    this.followers = followers;
    this.clock = clock;
    this.logger = logger;
  }

  /** The place in the output up to which everything was written. */
  get cursor(): number {
    return this.transcript.cursor;
  }

  /** Shows the output from there on, in place of what was followed before. Rejects with the runner's refusal. */
  async follow(output: ShownOutput): Promise<void> {
    const { connection, processId, from, oldUntil } = output;
    this.unfollow();
    const turn = this.following;
    this.oldUntil = from === oldUntil ? 0 : oldUntil;
    const guard = new LagGuard(this.clock, () => this.endOf(output));
    const consumer = async (chunk: OutputChunk): Promise<void> => {
      await this.show(chunk);
      const goOn = await guard.whereToGoOn(chunk);
      if (goOn !== undefined && turn === this.following) this.skipTo(goOn, output);
    };
    const followed = await this.followers.follow({ connection, processId, from, consumer });
    if (this.disposed || turn !== this.following) followed.dispose();
    else this.followed = followed;
  }

  unfollow(): void {
    this.following += 1;
    this.followed?.dispose();
    this.followed = undefined;
  }

  /** A line that belongs at this place in the output, before anything later. */
  lineAt(cursor: number, text: string): void {
    for (const item of this.transcript.addLine(cursor, text)) this.view.writeLine(item.text);
  }

  /** A line that belongs where the screen is now. */
  line(text: string): void {
    this.view.writeLine(text);
  }

  /** What a local keyboard echo or a sequence without a look of its own needs: straight to the screen. */
  raw(text: string): void {
    fireAndForget(this.view.write(text), 'Writing to a terminal', this.logger);
  }

  /** What is left of an input for the process: without the screen's answers to us and to old questions. */
  takeInput(input: string): string {
    const rest = this.view.takeAnswers(input);
    return this.oldUntil > 0 && isTerminalReport(rest) ? '' : rest;
  }

  dispose(): void {
    this.disposed = true;
    this.unfollow();
    this.view.dispose();
  }

  private async show(chunk: OutputChunk): Promise<void> {
    const roomForMore = this.write(this.transcript.addOutput(chunk));
    if (this.oldUntil > 0 && this.cursor >= this.oldUntil) this.endOfOld();
    await roomForMore;
  }

  /** Questions in the old output are answered by the time the screen has dealt with all of it. */
  private endOfOld(): void {
    const drained = this.view.drained().then(() => (this.oldUntil = 0));
    fireAndForget(drained, 'Waiting for a screen', this.logger);
  }

  private skipTo(cursor: number, output: ShownOutput): void {
    for (const item of this.transcript.skipTo(cursor)) this.view.writeLine(item.text);
    const followed = this.follow({ ...output, from: cursor, oldUntil: cursor });
    fireAndForget(followed, 'Skipping to the end of an output', this.logger);
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

  /** Where the output ends by now. */
  private async endOf({ connection, processId }: ShownOutput): Promise<number | undefined> {
    try {
      return (await connection.request('process/get', { processId })).endCursor;
    } catch (error) {
      // Whatever is wrong ends the subscription as well; this question is not the place to say so.
      this.logger.debug(`The end of an output is not known: ${errorText(error)}`);
      return undefined;
    }
  }
}
