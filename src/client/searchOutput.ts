import { randomUUID } from 'node:crypto';
import type { SearchMatch, SearchParams, SearchResult } from '../protocol/search.ts';
import type { RunnerConnection } from './runnerConnection.ts';

/** What to search for, and where. */
export type OutputQuery = Omit<SearchParams, 'searchId'>;

export interface SearchOutputOptions {
  /** Gets the matches as they are found, all of them before the search resolves. */
  readonly onMatches: (matches: readonly SearchMatch[]) => void;
  /** Ends the search at once; it then rejects with `CANCELLED`, and nothing more is found. */
  readonly signal?: AbortSignal | undefined;
}

/** Searches the kept output of processes. Rejects with the runner's refusal, such as `INVALID_PARAMS` for a pattern that is none. */
export async function searchOutput(
  connection: RunnerConnection,
  query: OutputQuery,
  { onMatches, signal }: SearchOutputOptions,
): Promise<SearchResult> {
  const searchId = randomUUID();
  const listening = connection.onStream((message) => {
    if (message.type !== 'search' || message.searchId !== searchId) return;
    // What was on its way when nobody wanted it any more.
    if (signal?.aborted !== true) onMatches(message.data.matches);
  });
  try {
    return await connection.request('output/search', { ...query, searchId }, { signal });
  } finally {
    listening.dispose();
  }
}
