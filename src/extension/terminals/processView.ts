import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { errorText } from '../../base/errorText.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { SubscribeStart } from '../../protocol/output.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import { hasEnded } from '../model/processStates.ts';
import { ProcessKeyboard } from './processKeyboard.ts';
import { createProcessPort, type ProcessPort } from './processPort.ts';
import { ProcessScreen } from './processScreen.ts';
import { runEndMark, runStartMarks } from './shellMarks.ts';
import { SizeReporter, type TerminalSize } from './sizeReporter.ts';
import type { TerminalHost } from './terminalHost.ts';
import { exitLine, goneLine, runAgainLine } from './terminalLines.ts';
import { RESET_MODES } from './terminalSequences.ts';
import { terminalTitle } from './terminalTitle.ts';

interface ProcessViewOptions {
  host: TerminalHost;
  /** The process as it is known now. */
  process: ProcessInfo;
  emit: (text: string) => void;
  rename: (title: string) => void;
  /** The size that the terminal has, if it is known. */
  size: () => TerminalSize | undefined;
  /** What the terminal believes the command line of a process by. */
  nonce: string;
}

/** What can be done with a process from its terminal: type into it, run it again, or nothing any more. */
export type ViewPhase = 'live' | 'ended' | 'gone';

/**
 * One process in one terminal, through all its runs: its output, its size, what is typed, and our lines about how it
 * goes. It follows the model and has no wishes of its own.
 */
export class ProcessView implements Disposable {
  private readonly host: TerminalHost;
  private readonly rename: (title: string) => void;
  private readonly nonce: string;
  private readonly store = new DisposableStore();
  private readonly screen: ProcessScreen;
  private readonly sizes: SizeReporter;
  private readonly keyboard: ProcessKeyboard;
  private process: ProcessInfo;
  private connection: RunnerConnection | undefined;
  private isGone = false;

  constructor({ host, process, emit, rename, size, nonce }: ProcessViewOptions) {
    this.host = host;
    this.process = process;
    this.rename = rename;
    this.nonce = nonce;
    const { clock, logger, followers } = host;
    const introduction = (): string => runStartMarks(this.process, this.nonce);
    const options = { emit, onPipes: this.onPipes, followers, clock, logger, size, introduction };
    this.screen = this.store.add(new ProcessScreen(options));
    const port = this.createPort();
    this.sizes = this.store.add(new SizeReporter(clock, (size) => this.tellSize(port, size)));
    this.keyboard = new ProcessKeyboard({ port, echo: (text) => this.screen.raw(text) });
  }

  get phase(): ViewPhase {
    if (this.isGone) return 'gone';
    return hasEnded(this.process.state) ? 'ended' : 'live';
  }

  /** Begins to show the process. `startedWith` is the size it was given, if it was started for this terminal. */
  start(startedWith?: TerminalSize): void {
    if (startedWith !== undefined) this.sizes.assume(startedWith);
    this.rename(terminalTitle(this.process));
    this.screen.raw(runStartMarks(this.process, this.nonce));
    this.store.add(this.host.model.onDidChange((ids) => this.onDidChange(ids)));
    // What was started for this terminal is shown by it from its first byte on, and its questions are answered.
    this.follow(startedWith === undefined ? 'screen' : 'start');
    if (this.phase === 'ended') this.showEnd();
    // It may have gone on between the answer that this view was made of and now.
    this.update();
  }

  resize(size: TerminalSize): void {
    this.sizes.resize(size);
  }

  /** Takes input of the terminal; hands back what is not for the process because there is none alive. */
  takeInput(data: string): string {
    const keys = this.screen.takeInput(data);
    if (this.phase !== 'live') return keys;
    if (keys !== '') this.keyboard.type(keys, this.target);
    return '';
  }

  dispose(): void {
    this.store.dispose();
  }

  private get onPipes(): boolean {
    return this.process.spec.interactive !== true;
  }

  private get target(): { state: ProcessInfo['state']; onPipes: boolean } {
    return { state: this.process.state, onPipes: this.onPipes };
  }

  private onDidChange(ids: ReadonlySet<string>): void {
    if (ids.has(this.process.id)) this.update();
  }

  private update(): void {
    const next = this.host.model.get(this.process.id);
    if (next === undefined) {
      this.showGone();
      return;
    }
    this.isGone = false;
    const previous = this.process;
    this.process = next;
    if (this.connection !== this.host.connection()) this.follow(this.screen.resumePoint);
    if (next.run > previous.run && previous.run > 0) this.showNewRun();
    if (hasEnded(next.state) && (!hasEnded(previous.state) || next.run > previous.run)) this.showEnd();
    if (next.state !== previous.state) this.keyboard.moved(this.target);
    this.rename(terminalTitle(next));
  }

  private follow(from: SubscribeStart): void {
    const connection = this.host.connection();
    this.connection = connection;
    if (connection === undefined) return;
    const { id: processId, endCursor: oldUntil } = this.process;
    const output = { connection, processId, from, oldUntil, whenSlow: this.host.whenSlow() };
    const followed = this.screen.follow(output).catch((error: unknown) => {
      this.screen.line(goneLine(`Its output cannot be shown: ${errorText(error)}`));
      throw error;
    });
    fireAndForget(followed, 'Following the output of a process', this.host.logger);
  }

  private showNewRun(): void {
    const marks = runStartMarks(this.process, this.nonce);
    this.screen.lineAt(this.process.runCursor, `${runAgainLine(this.process)}${marks}`);
    // The new run has the size that the runner remembers; saying it once more costs nothing and is always right.
    this.sizes.repeat();
  }

  private showEnd(): void {
    const reset = this.onPipes ? '' : RESET_MODES;
    const { endCursor } = this.process;
    this.screen.lineAt(endCursor, `${reset}${runEndMark(this.process)}${exitLine(this.process)}`);
  }

  private showGone(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.screen.unfollow();
    if (this.host.connection() !== undefined) this.showLast('This process was removed.');
    // The last word about a process that had ended is how it ended.
    else if (!hasEnded(this.process.state)) this.showLast('The runner of this process has ended.');
  }

  private showLast(sentence: string): void {
    this.screen.line(`${this.onPipes ? '' : RESET_MODES}${goneLine(sentence)}`);
  }

  private createPort(): ProcessPort {
    return createProcessPort(() => {
      const connection = this.host.connection();
      return connection === undefined ? undefined : { connection, processId: this.process.id };
    }, this.host.logger);
  }

  private tellSize(port: ProcessPort, size: TerminalSize): void {
    // Also after its end: the runner remembers it for the next run.
    if (!this.onPipes && !this.isGone) port.resize(size);
  }
}
