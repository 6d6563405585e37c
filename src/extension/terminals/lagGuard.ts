import type { Clock } from '../../base/clock.ts';
import type { OutputChunk } from '../../client/outputChunk.ts';

/**
 * How far a screen may be behind its process, in bytes. A screen takes several times as much a second, so less than this
 * is made up for before anybody notices; more of it would still be scrolling by long after Ctrl-C.
 */
export const MAX_LAG_BYTES = 4 * 1024 * 1024;

/** What is shown of the part that is skipped, in bytes: it fills the scrollback that people have. */
export const KEPT_BYTES = 1024 * 1024;

/** Chunks are as large as this only when output comes faster than it is taken. */
const FLOOD_CHUNK_BYTES = 16 * 1024;

/** How often the end of the output is asked for while a screen is behind, in milliseconds. */
const CHECK_INTERVAL_MS = 250;

/**
 * Keeps a screen near the end of an output that comes faster than it can be shown. Nothing is lost: the log has it all,
 * and the process is never held up.
 */
export class LagGuard {
  private readonly clock: Clock;
  private readonly askEnd: () => Promise<number | undefined>;
  private checkedAtMs: number;

  constructor(clock: Clock, askEnd: () => Promise<number | undefined>) {
    this.clock = clock;
    this.askEnd = askEnd;
    this.checkedAtMs = clock.nowMs();
  }

  /** Where a screen that has just shown this chunk should go on; nothing if right there. */
  async whereToGoOn({ bytes, cursor }: Pick<OutputChunk, 'bytes' | 'cursor'>): Promise<number | undefined> {
    const nowMs = this.clock.nowMs();
    if (bytes.length < FLOOD_CHUNK_BYTES || nowMs - this.checkedAtMs < CHECK_INTERVAL_MS) return undefined;
    this.checkedAtMs = nowMs;
    const end = await this.askEnd();
    return end === undefined || end - cursor <= MAX_LAG_BYTES ? undefined : end - KEPT_BYTES;
  }
}
