import type { SearchMatch } from '../../protocol/search.ts';

/** Enough for one message; a larger batch only makes the first of it wait. */
const BATCH_CHARACTERS = 64 * 1024;

/** How long a match may wait for company: shorter than anybody notices. */
const BATCH_MS = 50;

/** Gathers matches as JSON. The first goes at once, those that follow closely go together. */
export class MatchBatch {
  private readonly write: (json: string) => void;
  private readonly nowMs: () => number;
  private parts: string[] = [];
  private characters = 0;
  private writtenAtMs = -Infinity;

  /** `write` gets the JSON of an array of matches. */
  constructor(write: (json: string) => void, nowMs: () => number) {
    this.write = write;
    this.nowMs = nowMs;
  }

  add(match: SearchMatch): void {
    const json = JSON.stringify(match);
    this.parts.push(json);
    this.characters += json.length;
    if (this.characters >= BATCH_CHARACTERS) this.flush();
    else this.flushIfDue();
  }

  /** Writes what has waited long enough. */
  flushIfDue(): void {
    if (this.nowMs() - this.writtenAtMs >= BATCH_MS) this.flush();
  }

  /** Writes what there is. */
  flush(): void {
    if (this.parts.length === 0) return;
    const json = `[${this.parts.join(',')}]`;
    this.parts = [];
    this.characters = 0;
    this.write(json);
    this.writtenAtMs = this.nowMs();
  }
}
