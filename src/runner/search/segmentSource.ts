import type { SearchScope } from '../../protocol/search.ts';

/** One file of a run's log, and the file beside it that tells of which stream its bytes are and when they came. */
export interface LogSegment {
  path: string;
  indexPath: string;
  processId: string;
  run: number;
  /** The cursor of its first byte. */
  startCursor: number;
  /** How many of its bytes are output; whatever follows is what a failed write has left. */
  bytes: number;
}

/** Where a search learns what there is to be searched. */
export interface SegmentSource {
  /**
   * The segments in the order in which they are to be searched: those of one run together, oldest first. All that was
   * printed so far is in them.
   */
  listSegments(scope: SearchScope): Promise<readonly LogSegment[]>;
}
