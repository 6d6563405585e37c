import * as vscode from 'vscode';
import { searchOutput as search } from '../../client/searchOutput.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import { LOG_SCHEME } from '../logs/logFiles.ts';
import { parseLogQuery } from '../logs/logTarget.ts';
import { reachRunner } from '../runner/reachRunner.ts';
import type { JoinedSession } from '../runner/runnerLink.ts';
import { LiveSearch } from '../search/liveSearch.ts';
import { SearchPick } from '../search/searchPick.ts';
import { scopeText, searchQuery, type SearchScope, type SearchSettings } from '../search/searchSettings.ts';
import type { ExtensionWindow } from '../window.ts';
import { showMatch } from './showMatch.ts';

/** As many lines as one looks through in a list; more are for an editor. */
const MAX_LISTED = 500;

/** Searches what processes have printed, while it is typed what for. In the output of one if its id is the argument. */
export async function searchOutput(window: ExtensionWindow, argument?: unknown): Promise<void> {
  try {
    const joined = await reachRunner(window.link);
    const processes = await joined.connection.request('process/list', {});
    const chosen = typeof argument === 'string' ? argument : undefined;
    openSearch(window, { joined, processes, chosen, offered: chosen ?? processInEditor() });
  } catch (error) {
    window.notices.report('search the output', error);
  }
}

interface Surroundings {
  readonly joined: JoinedSession;
  readonly processes: readonly ProcessInfo[];
  /** The process that the search was asked for at, and begins with. */
  readonly chosen: string | undefined;
  /** The process that its buttons offer. */
  readonly offered: string | undefined;
}

function openSearch(window: ExtensionWindow, surroundings: Surroundings): void {
  const { joined, processes, chosen, offered } = surroundings;
  const titles = new Map(processes.map(({ id, title }) => [id, title]));
  const title = (id: string): string => window.model.get(id)?.title ?? titles.get(id) ?? id;
  const scopes = possibleScopes(joined, offered, title);
  const last = window.lastSearch;
  const kind = chosen === undefined ? (last.settings?.scope.kind ?? 'workspace') : 'process';
  const scope = scopes.find((possible) => possible.kind === kind) ?? workspaceScope(joined);
  let settings: SearchSettings = { ...defaults, ...last.settings, scope };
  let pattern = last.pattern;
  const live = new LiveSearch({
    clock: window.clock,
    search: (query, options) => search(joined.connection, { ...query, maxMatches: MAX_LISTED }, options),
    onDidProgress: (progress) => pick.show(progress),
  });
  const pick = new SearchPick(
    {
      scopes,
      title,
      onDidAsk: (asked, how) => {
        pattern = asked;
        settings = how;
        live.lookFor(searchQuery(pattern, settings));
      },
      onDidChoose: (match) => tell(window, 'show the line', showMatch(window, joined.connection, match)),
      onDidAskReport: () => tell(window, 'search the output', openReport(window, pattern, settings)),
      onDidHide: () => {
        live.dispose();
        window.lastSearch = { pattern, settings };
      },
    },
    settings,
  );
  pick.open(pattern);
}

const defaults = { isRegex: false, isCaseSensitive: false, hasAllRuns: true };

/** The process whose log is being read. */
function processInEditor(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === LOG_SCHEME ? parseLogQuery(uri.query)?.processId : undefined;
}

function possibleScopes(
  joined: JoinedSession,
  processId: string | undefined,
  title: (id: string) => string,
): SearchScope[] {
  const wide: SearchScope[] = [workspaceScope(joined), { kind: 'everything' }];
  if (processId === undefined) return wide;
  return [{ kind: 'process', processId, title: title(processId) }, ...wide];
}

function workspaceScope({ session }: JoinedSession): SearchScope {
  return { kind: 'workspace', sessionId: session.id };
}

async function openReport(
  { reports }: ExtensionWindow,
  pattern: string,
  settings: SearchSettings,
): Promise<void> {
  const query = searchQuery(pattern, settings);
  if (query !== undefined) await reports.show(query, scopeText(settings.scope));
}

function tell({ notices }: ExtensionWindow, doing: string, done: Promise<void>): void {
  done.catch((error: unknown) => {
    notices.report(doing, error);
  });
}
