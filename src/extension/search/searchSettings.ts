import type { OutputQuery } from '../../client/searchOutput.ts';
import { shorten } from '../format/shorten.ts';

/** Where a search looks: at one process, at this workspace's, or at those of every workspace. */
export type SearchScope =
  | { readonly kind: 'process'; readonly processId: string; readonly title: string }
  | { readonly kind: 'workspace'; readonly sessionId: string }
  | { readonly kind: 'everything' };

/** How a search is done, apart from what is looked for. */
export interface SearchSettings {
  readonly isRegex: boolean;
  readonly isCaseSensitive: boolean;
  /** Whether the runs before the current or last one are searched too. */
  readonly hasAllRuns: boolean;
  readonly scope: SearchScope;
}

/** The query for a pattern; nothing if there is nothing to look for. */
export function searchQuery(pattern: string, settings: SearchSettings): OutputQuery | undefined {
  if (pattern === '') return undefined;
  const { isRegex, isCaseSensitive, hasAllRuns, scope } = settings;
  return {
    pattern,
    kind: isRegex ? 'regex' : 'plain',
    caseSensitive: isCaseSensitive,
    runs: hasAllRuns ? 'all' : 'current',
    ...(scope.kind === 'process' ? { processId: scope.processId } : {}),
    ...(scope.kind === 'workspace' ? { sessionId: scope.sessionId } : {}),
  };
}

/** The scope in a few words, that go on from "Search the output of". */
export function scopeText(scope: SearchScope): string {
  switch (scope.kind) {
    case 'process':
      return `“${shorten(scope.title)}”`;
    case 'workspace':
      return 'this workspace';
    case 'everything':
      return 'every workspace';
  }
}

/** All settings in one line, the unusual ones named. */
export function settingsText({ isRegex, isCaseSensitive, hasAllRuns, scope }: SearchSettings): string {
  return [
    scopeText(scope),
    ...(hasAllRuns ? [] : ['last run only']),
    ...(isRegex ? ['regular expression'] : []),
    ...(isCaseSensitive ? ['matching case'] : []),
  ].join(' · ');
}

/** The scope after this one, going round. */
export function nextScope(scope: SearchScope, scopes: readonly SearchScope[]): SearchScope {
  const index = scopes.findIndex(({ kind }) => kind === scope.kind);
  return scopes[(index + 1) % scopes.length] ?? scope;
}
