import type { Clock } from '../../base/clock.ts';
import type { OutputChunk } from '../../client/outputChunk.ts';

/**
 * How far a screen may be behind its process, in bytes. A screen takes several times as much a second, so less than this
 * is made up for before anybody notices; more of it would still be scrolling by long after Ctrl-C.
 */
export const MAX_LAG_BYTES = 4 * 1024 * 1024;

/** The same after a key was pressed, whose effect somebody waits to see: what a screen shows in a tenth of a second. */
export const MAX_LAG_AFTER_KEY_BYTES = 512 * 1024;

/**
 * How long a screen that has skipped shows what comes then, in milliseconds. Building a screen takes about a tenth of a
 * second; without a pause a flood would show nothing else.
 */
export const SKIP_INTERVAL_MS = 250;

/**
 * Says when a screen that is slower than its process should go on at the end of the output. Nothing is lost by that: the
 * log has it all, and the process is never held up.
 */
export class LagGuard {
  private readonly clock: Clock;
  private skippedAtMs = -Infinity;
  private isKeyPressed = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Something was typed into the process. */
  noteKey(): void {
    this.isKeyPressed = true;
  }

  /** Whether the screen, having shown this chunk, should skip what is before the end; then it is taken to do so. */
  mustSkip({ cursor, endCursor = cursor }: Pick<OutputChunk, 'cursor' | 'endCursor'>): boolean {
    const maxLagBytes = this.isKeyPressed ? MAX_LAG_AFTER_KEY_BYTES : MAX_LAG_BYTES;
    const isDue = this.isKeyPressed || this.clock.nowMs() - this.skippedAtMs >= SKIP_INTERVAL_MS;
    this.isKeyPressed = false;
    return isDue && endCursor - cursor > maxLagBytes;
  }

  /** The screen has skipped, and shows what comes from now on. */
  noteSkip(): void {
    this.skippedAtMs = this.clock.nowMs();
  }
}
