import * as vscode from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { ProcessModel } from '../model/processModel.ts';
import { activeThenNewest, countProcesses } from '../model/processStates.ts';
import { RefreshPacer } from '../model/refreshPacer.ts';
import { processRow } from './processRow.ts';
import { PROCESS_VIEW } from './processTree.ts';
import { statusText } from './statusText.ts';
import { statusTooltip } from './statusTooltip.ts';

/** The one status-bar item: how many processes run and how many failed. It is not there before the first process. */
export class StatusBar implements Disposable {
  private readonly model: ProcessModel;
  private readonly clock: Clock;
  private readonly store = new DisposableStore();
  private readonly item: vscode.StatusBarItem;

  constructor(model: ProcessModel, clock: Clock) {
    this.model = model;
    this.clock = clock;
    this.item = this.store.add(
      vscode.window.createStatusBarItem('procession.status', vscode.StatusBarAlignment.Left),
    );
    this.item.name = 'Procession';
    this.item.command = `${PROCESS_VIEW}.focus`;
    const pacer = this.store.add(new RefreshPacer(clock, () => this.update()));
    this.store.add(model.onDidChange((ids) => pacer.add(ids)));
    this.update();
  }

  /** The text as it is shown now, if it is. */
  get shownText(): string | undefined {
    return this.model.hasSeenProcess ? this.item.text : undefined;
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const processes = this.model.all();
    const { text, spoken } = statusText(countProcesses(processes));
    this.item.text = text;
    this.item.accessibilityInformation = { label: spoken };
    this.item.tooltip = this.createTooltip();
    if (this.model.hasSeenProcess) this.item.show();
  }

  private createTooltip(): vscode.MarkdownString {
    const rows = this.model
      .all()
      .sort(activeThenNewest)
      .map((process) => ({ id: process.id, ...processRow(process, this.clock.nowMs()) }));
    const tooltip = new vscode.MarkdownString(statusTooltip(rows), true);
    tooltip.isTrusted = { enabledCommands: ['procession.showTerminal', 'procession.runCommand'] };
    return tooltip;
  }
}
