import { statSync } from 'node:fs';

/** How often is looked; the precision of the time. */
const PERIOD_MS = 5;

/** Measures how long a file grows: from its first byte to its last. Start-up of whoever writes it does not count. */
export class FileGrowth {
  private readonly file: string;
  private readonly timer: NodeJS.Timeout;
  private beganAtMs: number | undefined;
  private grewAtMs = 0;
  private size = 0;

  constructor(file: string) {
    this.file = file;
    this.timer = setInterval(() => {
      this.look();
    }, PERIOD_MS);
  }

  get bytes(): number {
    return this.size;
  }

  /** How long ago it grew. */
  get silentMs(): number {
    return this.beganAtMs === undefined ? 0 : performance.now() - this.grewAtMs;
  }

  /** Looks a last time; the time between the first and the last growth that was seen. */
  stop(): number {
    clearInterval(this.timer);
    this.look();
    return this.grewAtMs - (this.beganAtMs ?? NaN);
  }

  private look(): void {
    const size = statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= this.size) return;
    this.size = size;
    this.grewAtMs = performance.now();
    this.beganAtMs ??= this.grewAtMs;
  }
}
