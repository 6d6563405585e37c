import type { SearchMatch } from '../../protocol/search.ts';
import { lineEnd, linesBefore, linesFrom } from './blockLines.ts';
import type { Block } from './readBlocks.ts';

/** A match that still lacks lines after it. */
interface WaitingMatch {
  match: SearchMatch;
  missing: number;
}

/** Gives each match the lines around it, also where those lie in the blocks before and after, and then lets it go. */
export class ContextWindow {
  private readonly count: number;
  private readonly release: (match: SearchMatch) => void;
  /** The last lines before the current block. */
  private tail: string[] = [];
  private waiting: WaitingMatch[] = [];

  constructor(count: number, release: (match: SearchMatch) => void) {
    this.count = count;
    this.release = release;
  }

  /** Begins with a block: those who wait get its first lines. */
  enter({ bytes, continues }: Block): void {
    if (!continues) this.end();
    if (this.waiting.length === 0) return;
    const lines = linesFrom(bytes, 0, this.count);
    for (const waiting of this.waiting) {
      waiting.match.after.push(...lines.slice(0, waiting.missing));
      waiting.missing -= Math.min(waiting.missing, lines.length);
    }
    // Whoever came first lacks least, so the order stays.
    for (const { match, missing } of this.waiting) if (missing === 0) this.release(match);
    this.waiting = this.waiting.filter(({ missing }) => missing > 0);
  }

  /** Takes a match of the current block, whose line begins at `start`. */
  add(match: SearchMatch, { bytes }: Block, start: number): void {
    const { count } = this;
    if (count > 0) {
      match.before = linesBefore(bytes, start, count);
      match.before.unshift(...this.tail.slice(Math.max(0, this.tail.length - count + match.before.length)));
      match.after = linesFrom(bytes, lineEnd(bytes, start) + 1, count);
    }
    const missing = count - match.after.length;
    if (missing > 0) this.waiting.push({ match, missing });
    else this.release(match);
  }

  /** Ends with a block, before its bytes are gone. */
  leave({ bytes }: Block): void {
    if (this.count === 0) return;
    this.tail = [...this.tail, ...linesBefore(bytes, bytes.length, this.count)].slice(-this.count);
  }

  /** Nothing follows: matches go as they are. */
  end(): void {
    for (const { match } of this.waiting) this.release(match);
    this.waiting = [];
    this.tail = [];
  }
}
