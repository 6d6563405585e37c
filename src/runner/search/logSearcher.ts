import type { Logger } from '../../base/logger.ts';
import { DEFAULT_SEARCH_MATCHES } from '../../protocol/limits.ts';
import type { SearchMatch, SearchParams, SearchPattern, SearchResult } from '../../protocol/search.ts';
import { Refusal } from '../domain/refusal.ts';
import { searchLogs, type SearchCommand } from './searchLogs.ts';
import { compileQuery } from './searchQuery.ts';
import { SearchSlots } from './searchSlots.ts';
import type { SegmentSource } from './segmentSource.ts';

/** Each search is busy with a processor of its own; more at once would take them from the processes they are about. */
const PARALLEL_SEARCHES = 2;

/** Searches the logs that a source knows. */
export class LogSearcher {
  private readonly source: SegmentSource;
  private readonly command: SearchCommand;
  private readonly logger: Logger;
  private readonly slots = new SearchSlots(PARALLEL_SEARCHES);

  constructor(source: SegmentSource, command: SearchCommand, logger: Logger) {
    this.source = source;
    this.command = command;
    this.logger = logger;
  }

  /**
   * Resolves when all is searched and every match was taken. Refuses with `INVALID_PARAMS` a pattern that is none, and with
   * `CANCELLED` when it is aborted.
   */
  async search(
    { processId, sessionId, ...params }: SearchParams,
    signal: AbortSignal,
    onMatches: (matches: SearchMatch[]) => Promise<void>,
  ): Promise<SearchResult> {
    const pattern = checkPattern(params);
    const slot = await this.slots.take(signal);
    try {
      const segments = await this.source.listSegments({
        ...(processId === undefined ? {} : { processId }),
        ...(sessionId === undefined ? {} : { sessionId }),
        runs: params.runs ?? 'all',
      });
      if (segments.length === 0) return { matches: 0, truncated: false };
      const { context = 0, maxMatches = DEFAULT_SEARCH_MATCHES } = params;
      const { command, logger } = this;
      const request = { pattern, context, maxMatches, segments: [...segments] };
      return await searchLogs(request, { command, signal, onMatches, logger });
    } finally {
      slot.dispose();
    }
  }
}

/** A pattern that is wrong is refused before anything is started for it. */
function checkPattern({
  pattern,
  kind = 'plain',
  caseSensitive = false,
  wholeWord = false,
}: Pick<SearchParams, keyof SearchPattern>): SearchPattern {
  const complete = { pattern, kind, caseSensitive, wholeWord };
  const compiled = compileQuery(complete);
  if (compiled.kind === 'invalid') throw new Refusal('INVALID_PARAMS', compiled.message);
  return complete;
}
