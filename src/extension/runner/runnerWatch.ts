import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { errorText } from '../../base/errorText.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';

/** How often it is looked, in milliseconds. A look without a runner is an attempt to read one small file. */
const LOOK_EVERY_MS = 2_000;

interface RunnerWatchOptions {
  clock: Clock;
  logger: Logger;
  /** Whether there is anything to look for now. */
  isNeeded: () => boolean;
  /** Joins a runner that lives; starts none. */
  look: () => Promise<unknown>;
}

/**
 * Looks now and then whether somebody else has started a runner, the command line or another window, so that what runs
 * there is shown here as well.
 */
export class RunnerWatch implements Disposable {
  private readonly options: RunnerWatchOptions;
  private timer: Disposable | undefined;
  private disposed = false;

  constructor(options: RunnerWatchOptions) {
    this.options = options;
  }

  /** Begins to look, the first time after a while. */
  start(): void {
    if (this.disposed) return;
    this.timer = this.options.clock.after(LOOK_EVERY_MS, () => {
      fireAndForget(
        this.lookOnce().finally(() => this.start()),
        'Looking for a runner',
        this.options.logger,
      );
    });
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
  }

  /** Nobody has asked for it, so a failure is nobody's news: whoever asks for a runner will hear of it. */
  private async lookOnce(): Promise<void> {
    if (!this.options.isNeeded()) return;
    try {
      await this.options.look();
    } catch (error) {
      this.options.logger.debug(`The runner could not be joined: ${errorText(error)}`);
    }
  }
}
