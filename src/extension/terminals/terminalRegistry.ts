import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import type { OpenTerminals } from './openTerminals.ts';
import { ProcessTerminal, type TerminalOrigin } from './processTerminal.ts';
import type { TerminalSize } from './sizeReporter.ts';
import type { TerminalHost } from './terminalHost.ts';
import { terminalTitle } from './terminalTitle.ts';

/** The window's terminals on processes, at most one for each. Closing one is not stopping its process. */
export class TerminalRegistry implements Disposable {
  private readonly host: TerminalHost;
  private readonly memory: OpenTerminals;
  private readonly store = new DisposableStore();
  private readonly terminals = new Map<string, vscode.Terminal>();
  /** What was in front before the reload. Kept apart: VS Code may put a shell of its own in front before we are asked. */
  private frontBefore: string | undefined;

  constructor(host: TerminalHost, memory: OpenTerminals) {
    this.host = host;
    this.memory = memory;
    this.frontBefore = memory.active;
    this.store.add(vscode.window.onDidCloseTerminal((terminal) => this.onDidClose(terminal)));
    this.store.add(vscode.window.onDidChangeActiveTerminal((terminal) => this.onDidActivate(terminal)));
  }

  /** Shows a new terminal and starts a process in it, with its size. */
  openNew(name: string, spawn: (size: TerminalSize) => Promise<ProcessInfo>): void {
    this.create(name, { kind: 'new', spawn }).show();
  }

  /** Shows the terminal of a process, made anew if there is none. */
  show(process: ProcessInfo): void {
    const terminal = this.terminals.get(process.id) ?? this.createFor(process);
    terminal.show();
  }

  /** Closes the terminal of a process, if it has one. */
  close(processId: string): void {
    this.terminals.get(processId)?.dispose();
  }

  /** Makes the terminals again that were open before the window was reloaded. */
  restore(): void {
    for (const id of this.memory.ids) {
      const process = this.host.model.get(id);
      if (process === undefined) this.remember(this.memory.closed(id));
      else if (!this.terminals.has(id)) this.createFor(process);
    }
    if (this.frontBefore !== undefined) this.terminals.get(this.frontBefore)?.show(true);
    this.frontBefore = undefined;
  }

  dispose(): void {
    this.store.dispose();
  }

  private createFor(process: ProcessInfo): vscode.Terminal {
    return this.create(terminalTitle(process), { kind: 'existing', processId: process.id });
  }

  private create(name: string, origin: TerminalOrigin): vscode.Terminal {
    const pty = new ProcessTerminal(this.host, origin);
    const iconPath = new vscode.ThemeIcon('server-process');
    const terminal = vscode.window.createTerminal({
      name,
      pty,
      iconPath,
      isTransient: true,
      shellIntegrationNonce: pty.nonce,
    });
    if (origin.kind === 'existing') this.bind(origin.processId, terminal);
    else pty.onDidBind((id) => this.bind(id, terminal));
    pty.start();
    return terminal;
  }

  private bind(processId: string, terminal: vscode.Terminal): void {
    this.terminals.set(processId, terminal);
    this.remember(this.memory.opened(processId));
    if (vscode.window.activeTerminal === terminal) this.onDidActivate(terminal);
  }

  private onDidClose(terminal: vscode.Terminal): void {
    const id = this.idOf(terminal);
    if (id === undefined) return;
    this.terminals.delete(id);
    // At a reload VS Code closes all of them; those the window is to show again.
    if (terminal.exitStatus?.reason !== vscode.TerminalExitReason.Shutdown)
      this.remember(this.memory.closed(id));
  }

  private onDidActivate(terminal: vscode.Terminal | undefined): void {
    // No active terminal is not a choice: it is also what a window says that is being taken down.
    if (terminal !== undefined) this.remember(this.memory.activated(this.idOf(terminal)));
  }

  private idOf(terminal: vscode.Terminal): string | undefined {
    for (const [id, other] of this.terminals) if (other === terminal) return id;
    return undefined;
  }

  private remember(saved: Thenable<void>): void {
    fireAndForget(Promise.resolve(saved), 'Remembering the open terminals', this.host.logger);
  }
}
