import { toDisposable, type Disposable } from '../../base/disposable.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import { subscribeOutput, type OutputSubscriptionOptions } from '../../client/outputSubscription.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { MIN_WINDOW_BYTES } from '../../protocol/limits.ts';

/**
 * How many bytes the runner may send ahead of what the screen has dealt with. They wait in this process, so it bounds
 * memory; a socket's round trip needs far less.
 */
const WINDOW_BYTES = 64 * MIN_WINDOW_BYTES;

/** Which output is followed, and by whom. */
export interface FollowOptions extends Omit<OutputSubscriptionOptions, 'windowBytes' | 'logger'> {
  connection: RunnerConnection;
}

/**
 * Subscribes this window to output of processes. One connection can follow a process only once, so whoever wants to
 * follow one that somebody else has just left waits until the runner knows of that.
 */
export class OutputFollowers {
  private readonly logger: Logger;
  private readonly leaving = new Map<string, Promise<void>>();

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** Follows an output until the result is disposed; rejects with the runner's refusal. */
  async follow({ connection, ...options }: FollowOptions): Promise<Disposable> {
    const { processId } = options;
    await this.leaving.get(processId);
    const settings = { ...options, windowBytes: WINDOW_BYTES, logger: this.logger };
    const subscription = await subscribeOutput(connection, settings);
    return toDisposable(() => {
      const left = subscription.close().finally(() => {
        if (this.leaving.get(processId) === left) this.leaving.delete(processId);
      });
      this.leaving.set(processId, left);
      fireAndForget(left, 'Leaving the output of a process', this.logger);
    });
  }
}
