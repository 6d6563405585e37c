import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { errorText } from '../../base/errorText.ts';
import { searchOutput, type OutputQuery } from '../../client/searchOutput.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { searchParamsSchema, type SearchMatch } from '../../protocol/search.ts';
import { formatClock } from '../format/formatClock.ts';
import { searchReport } from './searchReport.ts';

const SEARCH_SCHEME = 'procession-search';

/** Longest part of a pattern in the name of a document, in characters. */
const MAX_NAME_CHARS = 40;

/**
 * Documents with all that a search finds. The address says what was looked for, so that one which is open when the window
 * is reloaded is made again.
 */
export class SearchReports implements vscode.TextDocumentContentProvider, Disposable {
  private readonly reach: () => Promise<RunnerConnection>;
  private readonly store = new DisposableStore();

  constructor(reach: () => Promise<RunnerConnection>) {
    this.reach = reach;
    this.store.add(vscode.workspace.registerTextDocumentContentProvider(SEARCH_SCHEME, this));
  }

  /** Searches once more, without the bound of a list, and shows all of it. */
  async show(query: OutputQuery, scope: string): Promise<void> {
    const name = query.pattern
      .replaceAll(/[\\/\p{Cc}]+/gu, ' ')
      .slice(0, MAX_NAME_CHARS)
      .trim();
    const uri = vscode.Uri.from({
      scheme: SEARCH_SCHEME,
      path: `/Search ${name}.log`,
      query: JSON.stringify({ query, scope, askedAtMs: Date.now() }),
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    try {
      const { query, scope } = readAddress(uri.query);
      return await this.report(query, scope, token);
    } catch (error) {
      return `# The search failed: ${errorText(error)}\n`;
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private async report(query: OutputQuery, scope: string, token: vscode.CancellationToken): Promise<string> {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const connection = await this.reach();
    const matches: SearchMatch[] = [];
    const result = await searchOutput(connection, query, {
      onMatches: (found) => matches.push(...found),
      signal: controller.signal,
    });
    const processes = await connection.request('process/list', {});
    const titles = new Map(processes.map(({ id, title }) => [id, title]));
    const title = (id: string): string => titles.get(id) ?? id;
    return searchReport({ query, scope, matches, result }, { title, time: formatClock });
  }
}

function readAddress(text: string): { query: OutputQuery; scope: string } {
  const { query, scope } = JSON.parse(text) as { query: OutputQuery; scope: unknown };
  const { searchId, ...checked } = searchParamsSchema.parse({ ...query, searchId: 'any' });
  return { query: checked, scope: typeof scope === 'string' ? scope : '' };
}
