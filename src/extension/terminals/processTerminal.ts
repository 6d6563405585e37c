import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { errorText } from '../../base/errorText.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import { commandLine } from '../format/commandLine.ts';
import { FirstSize } from './firstSize.ts';
import { ProcessView } from './processView.ts';
import type { TerminalSize } from './sizeReporter.ts';
import type { TerminalHost } from './terminalHost.ts';
import { goneLine } from './terminalLines.ts';
import { RESET_SCREEN } from './terminalSequences.ts';

/**
 * How long after a terminal was opened its name is told once more, in milliseconds: VS Code may put the name that a
 * terminal was created with over one that it hears while it is still opening it (seen in 1.139).
 */
const NAME_AGAIN_MS = 500;

/** Where a terminal's process comes from: it is there already, or is started with the terminal's first size. */
export type TerminalOrigin =
  | { kind: 'existing'; processId: string }
  | { kind: 'new'; spawn: (size: TerminalSize) => Promise<ProcessInfo> };

/**
 * A process as VS Code's terminal shows it. Closing it is leaving: VS Code closes every terminal when a window reloads,
 * so nothing is ever stopped here.
 */
export class ProcessTerminal implements vscode.Pseudoterminal {
  private readonly host: TerminalHost;
  private readonly origin: TerminalOrigin;
  private readonly store = new DisposableStore();
  private readonly writeEmitter = new Emitter<string>();
  private readonly closeEmitter = new Emitter<void>();
  private readonly nameEmitter = new Emitter<string>();
  private readonly bindEmitter = new Emitter<string>();
  private readonly firstSize: FirstSize;
  private size: TerminalSize | undefined;
  private name = '';
  private isOpen = false;
  private typedAhead = '';
  private process: { info: ProcessInfo; startedWith?: TerminalSize } | undefined;
  private view: ProcessView | undefined;
  private isRestarting = false;
  /** There is none, and none will come. */
  private hasNoProcess = false;

  readonly onDidWrite = this.writeEmitter.event;
  readonly onDidClose = this.closeEmitter.event;
  readonly onDidChangeName = this.nameEmitter.event;
  /** Fires with the process's id when it becomes known. */
  readonly onDidBind = this.bindEmitter.event;

  /** Vouches to VS Code for what this terminal says of its command; VS Code has to be given it too. */
  readonly nonce = randomUUID();

  constructor(host: TerminalHost, origin: TerminalOrigin) {
    this.host = host;
    this.origin = origin;
    this.firstSize = this.store.add(new FirstSize(host.clock));
  }

  /** Begins to wait for the terminal's first size; a new process starts then, also when VS Code never opens this. */
  start(): void {
    if (this.origin.kind === 'new')
      fireAndForget(this.spawn(this.origin.spawn), 'Starting a process', this.host.logger);
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.isOpen = true;
    if (dimensions !== undefined) this.setDimensions(dimensions);
    if (this.origin.kind === 'existing')
      fireAndForget(this.attach(this.origin.processId), 'Showing a process', this.host.logger);
    else this.show();
  }

  setDimensions({ columns: cols, rows }: vscode.TerminalDimensions): void {
    // A terminal that is being hidden may have no size.
    if (cols < 1 || rows < 1) return;
    const wasGuessed = this.size === undefined && this.origin.kind === 'existing';
    this.size = { cols, rows };
    this.firstSize.offer(this.size);
    if (wasGuessed && this.view !== undefined) this.showAnew();
    else this.view?.resize(this.size);
  }

  handleInput(data: string): void {
    if (this.hasNoProcess) this.pressAfterEnd(data);
    else if (this.view === undefined) this.typedAhead += data;
    else this.pressAfterEnd(this.view.takeInput(data));
  }

  close(): void {
    this.view?.dispose();
    this.store.dispose();
  }

  private async spawn(spawn: (size: TerminalSize) => Promise<ProcessInfo>): Promise<void> {
    const startedWith = await this.firstSize.known;
    try {
      this.bind(await spawn(startedWith), startedWith);
    } catch (error) {
      this.giveUp(`could not start: ${errorText(error)}`);
      throw error;
    }
    this.show();
  }

  /** Output of the past looks right only on a screen of the right size, so that is worth a moment. */
  private async attach(processId: string): Promise<void> {
    await this.firstSize.known;
    this.bind(this.host.model.get(processId));
    this.show();
  }

  /** A terminal that was opened behind others learns its size when it comes to the front: shows all of it once more. */
  private showAnew(): void {
    this.view?.dispose();
    this.view = undefined;
    this.writeEmitter.fire(RESET_SCREEN);
    if (this.process !== undefined) this.bind(this.host.model.get(this.process.info.id));
    this.show();
  }

  private bind(info: ProcessInfo | undefined, startedWith?: TerminalSize): void {
    if (info === undefined) {
      this.giveUp('This process is not known any more.');
      return;
    }
    this.process = startedWith === undefined ? { info } : { info, startedWith };
    this.bindEmitter.fire(info.id);
  }

  private giveUp(why: string): void {
    this.hasNoProcess = true;
    this.writeEmitter.fire(goneLine(why));
  }

  /** What is written before VS Code opens the terminal is lost, so both have to have happened. */
  private show(): void {
    if (!this.isOpen || this.process === undefined || this.store.isDisposed) return;
    const { info, startedWith } = this.process;
    this.view = new ProcessView({
      host: this.host,
      process: info,
      emit: (text) => this.writeEmitter.fire(text),
      rename: (name) => this.rename(name),
      size: () => this.size,
      nonce: this.nonce,
    });
    this.view.start(startedWith);
    if (this.size !== undefined) this.view.resize(this.size);
    this.store.add(this.host.clock.after(NAME_AGAIN_MS, () => this.nameEmitter.fire(this.name)));
    this.handleInput(this.typedAhead);
    this.typedAhead = '';
  }

  private rename(name: string): void {
    if (name === this.name) return;
    this.name = name;
    this.nameEmitter.fire(name);
  }

  private pressAfterEnd(keys: string): void {
    const hasEnded = this.view?.phase === 'ended';
    if (hasEnded && (keys.toLowerCase() === 'r' || this.isCommandLine(keys))) this.restart();
    else if (keys.includes('\r')) this.closeEmitter.fire();
  }

  /** VS Code's own way to run a command again, in the menu beside it, types it anew. */
  private isCommandLine(keys: string): boolean {
    return this.process !== undefined && keys.endsWith(`${commandLine(this.process.info)}\r`);
  }

  private restart(): void {
    if (this.process === undefined || this.isRestarting) return;
    this.isRestarting = true;
    const restarted = this.host.restart(this.process.info.id).finally(() => (this.isRestarting = false));
    fireAndForget(restarted, 'Restarting a process', this.host.logger);
  }
}
