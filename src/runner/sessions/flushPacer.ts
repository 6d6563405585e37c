/**
 * While there is little to send, but often, it is gathered for this long: 100 processes that print a line now and then
 * would otherwise cost 5,000 messages a second (measured), and nobody reads faster than this.
 */
const PERIOD_MS = 5;

/** From this much on, waiting gains nothing: the cost of a message is spread thin enough. */
const ENOUGH_BYTES = 64 * 1024;

/** Decides when output goes out: at once after a pause and when there is much of it, else once in a period. */
export class FlushPacer {
  private lastFlushMs = -Infinity;

  /** How long to wait now, with so much ready to be sent; 0 for not at all. */
  waitMs(nowMs: number, readyBytes: number): number {
    if (this.isEnough(readyBytes)) return 0;
    // A clock that was set back must not hold output up.
    return Math.min(PERIOD_MS, Math.max(0, this.lastFlushMs + PERIOD_MS - nowMs));
  }

  /** Whether so much goes out without waiting for more. */
  isEnough(bytes: number): boolean {
    return bytes >= ENOUGH_BYTES;
  }

  noteFlush(nowMs: number): void {
    this.lastFlushMs = nowMs;
  }
}
