/**
 * Bounds of how many characters may be on their way to the screen. Below the lower one throughput falls off (3 MB/s at
 * 128 Ki); above the upper one keys are answered late and little is gained (measured in a real VS Code).
 */
export const MIN_WINDOW_CHARS = 256 * 1024;
export const MAX_WINDOW_CHARS = 1024 * 1024;

/** The latency aimed for, in milliseconds: what is typed during a flood shows behind everything that is on its way. */
export const TARGET_LATENCY_MS = 50;

/** How much the window grows at a time; a quarter of its smallest size finds the right one in a second or so. */
const GROWTH_CHARS = MIN_WINDOW_CHARS / 4;

/** Finds the window that keeps the screen busy and its answers prompt: grows in steps, shrinks by a share. */
export class FlowWindow {
  private size = MIN_WINDOW_CHARS;

  get chars(): number {
    return this.size;
  }

  /** Takes how long the screen took for something, and whether more was waiting for it meanwhile. */
  learn(latencyMs: number, wasFull: boolean): void {
    if (latencyMs > TARGET_LATENCY_MS) this.size = Math.max(MIN_WINDOW_CHARS, Math.round(this.size * 0.8));
    else if (wasFull) this.size = Math.min(MAX_WINDOW_CHARS, this.size + GROWTH_CHARS);
  }

  /** The screen did not answer: what is known about it does not hold any more. */
  forget(): void {
    this.size = MIN_WINDOW_CHARS;
  }
}
