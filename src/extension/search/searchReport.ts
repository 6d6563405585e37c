import type { OutputQuery } from '../../client/searchOutput.ts';
import type { SearchMatch, SearchResult } from '../../protocol/search.ts';

/** What the report of a search is made of. */
export interface SearchFindings {
  readonly query: OutputQuery;
  /** Where was searched, in a few words. */
  readonly scope: string;
  readonly matches: readonly SearchMatch[];
  readonly result: SearchResult;
}

/** How names and times are written. */
export interface ReportWords {
  readonly title: (processId: string) => string;
  readonly time: (ms: number) => string;
}

/** All findings as a text to read and to keep, one block for each run. */
export function searchReport(findings: SearchFindings, words: ReportWords): string {
  const lines = [heading(findings)];
  let last: SearchMatch | undefined;
  for (const match of findings.matches) {
    if (last?.processId !== match.processId || last.run !== match.run)
      lines.push('', `# ${words.title(match.processId)} · run ${match.run}`);
    last = match;
    const time = match.timeMs === undefined ? '' : `${words.time(match.timeMs)}  `;
    lines.push(`${time}${match.line}`);
  }
  return `${lines.join('\n')}\n`;
}

function heading({ query, scope, matches, result }: SearchFindings): string {
  const { pattern, kind, caseSensitive, runs } = query;
  const how = [
    kind === 'regex' ? 'regular expression' : 'plain text',
    caseSensitive === true ? 'matching case' : 'ignoring case',
    runs === 'current' ? 'last run' : 'all runs',
  ].join(', ');
  const count = matches.length === 1 ? '1 line matches' : `${matches.length} lines match`;
  const more = result.truncated ? ', and more that are not shown' : '';
  const unread =
    result.skippedFiles === undefined ? '' : `\n# Files that could not be read: ${result.skippedFiles}`;
  return `# ${count}${more}: “${pattern}” (${how}) in the output of ${scope}${unread}`;
}
