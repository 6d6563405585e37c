import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import type { SearchMatch } from '../../protocol/search.ts';
import { formatClock } from '../format/formatClock.ts';
import { shorten } from '../format/shorten.ts';
import type { SearchProgress } from './liveSearch.ts';
import { matchLabel } from './matchLabel.ts';
import { outcomeText } from './outcomeText.ts';
import {
  nextScope,
  scopeText,
  settingsText,
  type SearchScope,
  type SearchSettings,
} from './searchSettings.ts';

/** A row of the list: a line that was found, or something there is to say. */
interface Row extends vscode.QuickPickItem {
  readonly match?: SearchMatch;
  readonly opensReport?: true;
}

/** What a search box needs of who opens it. */
export interface SearchPickHost {
  readonly scopes: readonly SearchScope[];
  readonly title: (processId: string) => string;
  readonly onDidAsk: (pattern: string, settings: SearchSettings) => void;
  readonly onDidChoose: (match: SearchMatch) => void;
  readonly onDidAskReport: () => void;
  readonly onDidHide: () => void;
}

/** The box to search in: what is typed is looked for, with the buttons' settings, and what is found is listed below it. */
export class SearchPick {
  private readonly host: SearchPickHost;
  private readonly store = new DisposableStore();
  private readonly pick = this.store.add(vscode.window.createQuickPick<Row>());
  private settings: SearchSettings;

  constructor(host: SearchPickHost, settings: SearchSettings) {
    this.host = host;
    this.settings = settings;
  }

  open(pattern: string): void {
    const { pick } = this;
    pick.placeholder = 'Text to find in what processes have printed';
    pick.keepScrollPosition = true;
    // Else VS Code sorts the lines by how well they match, instead of leaving them in the order they were printed in
    // (https://github.com/microsoft/vscode/issues/73904).
    Object.assign(pick, { sortByLabel: false });
    pick.value = pattern;
    pick.onDidChangeValue(() => this.ask());
    pick.onDidTriggerButton((button) => this.press(button));
    pick.onDidAccept(() => this.accept());
    pick.onDidHide(() => {
      this.host.onDidHide();
      this.store.dispose();
    });
    this.ask();
    pick.show();
  }

  /** Shows how the search is going. */
  show(progress: SearchProgress): void {
    const { pick } = this;
    pick.busy = progress.state === 'searching';
    // What was found before stays in sight until it is known what takes its place: no flicker at each key.
    if (progress.state === 'searching' && progress.matches.length === 0) return;
    const [before] = pick.activeItems;
    pick.items = this.rows(progress);
    const again = pick.items.find(({ match }) => match !== undefined && match === before?.match);
    if (again !== undefined) pick.activeItems = [again];
  }

  private rows(progress: SearchProgress): Row[] {
    const rows: Row[] = [];
    let last: SearchMatch | undefined;
    for (const match of progress.matches) {
      if (last?.processId !== match.processId || last.run !== match.run) rows.push(this.separator(match));
      last = match;
      const description = match.timeMs === undefined ? '' : formatClock(match.timeMs);
      rows.push({ label: matchLabel(match), description, alwaysShow: true, match });
    }
    const said = outcomeText(progress);
    if (said !== undefined)
      rows.push({ label: '', kind: vscode.QuickPickItemKind.Separator }, sentence(said, progress));
    return rows;
  }

  private separator({ processId, run }: SearchMatch): Row {
    const label = `${shorten(this.host.title(processId))} · run ${run}`;
    return { label, kind: vscode.QuickPickItemKind.Separator };
  }

  private ask(): void {
    this.pick.title = `Search the output of ${settingsText(this.settings)}`;
    this.pick.buttons = this.buttons();
    this.host.onDidAsk(this.pick.value, this.settings);
  }

  private accept(): void {
    const [row] = this.pick.selectedItems;
    if (row?.opensReport === true) this.host.onDidAskReport();
    else if (row?.match !== undefined) this.host.onDidChoose(row.match);
    else return;
    this.pick.hide();
  }

  private press(button: vscode.QuickInputButton): void {
    const { change } = button as Button;
    if (change === undefined) {
      this.host.onDidAskReport();
      this.pick.hide();
      return;
    }
    this.settings = change(this.settings);
    this.ask();
  }

  private buttons(): Button[] {
    const { isRegex, isCaseSensitive, hasAllRuns, scope } = this.settings;
    const next = nextScope(scope, this.host.scopes);
    return [
      toggle('case-sensitive', isCaseSensitive ? 'Ignore Case' : 'Match Case', (settings) => {
        return { ...settings, isCaseSensitive: !isCaseSensitive };
      }),
      toggle('regex', isRegex ? 'Look for Plain Text' : 'Use Regular Expression', (settings) => {
        return { ...settings, isRegex: !isRegex };
      }),
      toggle('history', hasAllRuns ? 'Search the Last Runs Only' : 'Search All Runs', (settings) => {
        return { ...settings, hasAllRuns: !hasAllRuns };
      }),
      toggle('list-filter', `Search the Output of ${scopeText(next)}`, (settings) => {
        return { ...settings, scope: next };
      }),
      { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: 'Open All Results in Editor' },
    ];
  }
}

/** A button that changes a setting; the one that does not opens the report. */
interface Button extends vscode.QuickInputButton {
  readonly change?: (settings: SearchSettings) => SearchSettings;
}

function toggle(icon: string, tooltip: string, change: NonNullable<Button['change']>): Button {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip, change };
}

function sentence(label: string, { state, isTruncated }: SearchProgress): Row {
  const icon = state === 'failed' ? 'error' : 'info';
  const row = { label: `$(${icon}) ${label.replaceAll('$(', '\\$(')}`, alwaysShow: true };
  if (!isTruncated) return row;
  return { ...row, description: 'Open all results in an editor', opensReport: true };
}
