import * as vscode from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import type { ProcessModel } from '../model/processModel.ts';
import { countProcesses, oldestFirst } from '../model/processStates.ts';
import { RefreshPacer } from '../model/refreshPacer.ts';
import { createThemeIcon } from './createThemeIcon.ts';
import { processRow } from './processRow.ts';
import { processTooltip } from './processTooltip.ts';

/** The id of the view, as the manifest names it. */
export const PROCESS_VIEW = 'procession.processes';

/** How often times are brought up to date, in milliseconds: they change once a minute at most. */
const AGE_INTERVAL_MS = 30_000;

/** The tree of processes. Its elements are their ids, which is what commands on them get. */
export class ProcessTree implements vscode.TreeDataProvider<string>, Disposable {
  private readonly model: ProcessModel;
  private readonly clock: Clock;
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new vscode.EventEmitter<string[] | undefined>());
  private readonly view: vscode.TreeView<string>;
  private shownIds: readonly string[] = [];

  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(model: ProcessModel, clock: Clock) {
    this.model = model;
    this.clock = clock;
    const pacer = this.store.add(new RefreshPacer(clock, (ids) => this.refresh(ids)));
    this.store.add(model.onDidChange((ids) => pacer.add(ids)));
    this.view = this.store.add(vscode.window.createTreeView(PROCESS_VIEW, { treeDataProvider: this }));
    this.keepAges();
  }

  getChildren(element?: string): string[] {
    if (element !== undefined) return [];
    this.shownIds = this.sortedIds();
    return [...this.shownIds];
  }

  getTreeItem(id: string): vscode.TreeItem {
    const process = this.model.get(id);
    // It went while the tree was being drawn; the next refresh takes the row away.
    return process === undefined ? new vscode.TreeItem('') : createItem(process, this.clock.nowMs());
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const process = this.model.get(id);
    if (process === undefined) return item;
    const formatTime = (ms: number): string => new Date(ms).toLocaleString();
    item.tooltip = new vscode.MarkdownString(processTooltip(process, formatTime));
    return item;
  }

  dispose(): void {
    this.store.dispose();
  }

  private refresh(ids: ReadonlySet<string>): void {
    this.showBadge();
    const now = this.sortedIds();
    const isSameOrder =
      now.length === this.shownIds.length && now.every((id, index) => id === this.shownIds[index]);
    // Rows that stay where they are are redrawn alone; the tree as a whole would lose hover and focus.
    this.changeEmitter.fire(isSameOrder ? now.filter((id) => ids.has(id)) : undefined);
  }

  private showBadge(): void {
    const { failed } = countProcesses(this.model.all());
    const tooltip = failed === 1 ? '1 process failed' : `${failed} processes failed`;
    this.view.badge = failed === 0 ? undefined : { value: failed, tooltip };
  }

  private sortedIds(): string[] {
    return this.model
      .all()
      .sort(oldestFirst)
      .map((process) => process.id);
  }

  private keepAges(): void {
    let timer: Disposable | undefined;
    this.store.add({ dispose: () => timer?.dispose() });
    const tick = (): void => {
      const running = this.model.all().filter((process) => process.state === 'running');
      if (this.view.visible && running.length > 0)
        this.changeEmitter.fire(running.map((process) => process.id));
      timer = this.clock.after(AGE_INTERVAL_MS, tick);
    };
    timer = this.clock.after(AGE_INTERVAL_MS, tick);
  }
}

function createItem(process: ProcessInfo, nowMs: number): vscode.TreeItem {
  const row = processRow(process, nowMs);
  const item = new vscode.TreeItem(row.label);
  item.id = process.id;
  item.description = row.description;
  item.iconPath = createThemeIcon(row.icon);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.spoken };
  item.command = { command: 'procession.showTerminal', title: 'Show Terminal', arguments: [process.id] };
  return item;
}
