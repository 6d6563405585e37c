import type { SearchMatch, SearchResult } from '../../protocol/search.ts';
import { lineEnd, lineStart, readLine } from './blockLines.ts';
import { createCandidateFinder } from './createCandidateFinder.ts';
import { ContextWindow } from './contextWindow.ts';
import { findExcerpt } from './excerpt.ts';
import { readBlocks, type Block, type SkippedSegment } from './readBlocks.ts';
import { RunLog } from './runLog.ts';
import type { SearchQuery } from './searchQuery.ts';
import type { LogSegment } from './segmentSource.ts';

/**
 * Size of a block, and of the longest line that is searched in one piece. From 1 MiB on V8 keeps a decoded block outside
 * its heap, which makes decoding it eight times faster (measured); much larger ones leave the processor's cache.
 */
const BLOCK_BYTES = 2 * 1024 * 1024;

export interface SearchOptions {
  query: SearchQuery;
  /** How many lines before and after a match go with it. */
  context: number;
  /** How many matches are taken. */
  maxMatches: number;
  onMatch: (match: SearchMatch) => void;
  onSkipped: (segment: SkippedSegment) => void;
  /** Another block has been searched: a time to look at other things. */
  onProgress?: () => void;
  /** For tests: small blocks have their borders everywhere. */
  blockBytes?: number;
}

/** Searches segments in the order given, those of one run as one text. Holds the thread until it is done. */
export function searchSegments(segments: readonly LogSegment[], options: SearchOptions): SearchResult {
  const search = new SegmentSearch(options);
  const runs = Map.groupBy(segments, ({ processId, run }) => JSON.stringify([processId, run]));
  for (const run of runs.values()) if (!search.searchRun(run)) break;
  return search.result();
}

class SegmentSearch {
  private readonly options: SearchOptions;
  private readonly buffer: Buffer;
  private readonly context: ContextWindow;
  private matches = 0;
  private skippedFiles = 0;
  private truncated = false;

  constructor(options: SearchOptions) {
    this.options = options;
    this.buffer = Buffer.allocUnsafeSlow(options.blockBytes ?? BLOCK_BYTES);
    this.context = new ContextWindow(options.context, options.onMatch);
  }

  result(): SearchResult {
    const { matches, truncated, skippedFiles } = this;
    return { matches, truncated, ...(skippedFiles > 0 ? { skippedFiles } : {}) };
  }

  /** Whether to go on with the next run. */
  searchRun(segments: readonly LogSegment[]): boolean {
    const log = new RunLog(segments);
    const onSkipped = (segment: SkippedSegment): void => {
      this.skippedFiles++;
      this.options.onSkipped(segment);
    };
    for (const block of readBlocks(segments, { buffer: this.buffer, onSkipped })) {
      this.context.enter(block);
      this.searchBlock(block, log);
      if (this.truncated) break;
      this.context.leave(block);
      this.options.onProgress?.();
    }
    this.context.end();
    return !this.truncated;
  }

  private searchBlock(block: Block, log: RunLog): void {
    const { bytes } = block;
    const { query, maxMatches } = this.options;
    const finder = createCandidateFinder(query, bytes);
    for (let from = 0; from < bytes.length;) {
      const at = finder.next(from);
      if (at < 0) return;
      const start = lineStart(bytes, at);
      const end = lineEnd(bytes, at);
      const excerpt = findExcerpt(readLine(bytes, start, end), query.line);
      if (excerpt !== undefined) {
        this.truncated = this.matches === maxMatches;
        if (this.truncated) return;
        this.matches++;
        const place = log.placeOf(block.cursor + start, block.cursor + bytes.length);
        this.context.add({ ...place, ...excerpt, before: [], after: [] }, block, start);
      }
      from = end + 1;
    }
  }
}
