import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { fireAndForget } from '../base/fireAndForget.ts';
import { silentLogger, type Logger } from '../base/logger.ts';
import { DEFAULT_WINDOW_BYTES } from '../protocol/limits.ts';
import type { SubscribeResult, SubscribeStart } from '../protocol/output.ts';
import type { ProcessInfo } from '../protocol/process.ts';
import { CursorMark } from './cursorMark.ts';
import { OutputAcknowledger } from './outputAcknowledger.ts';
import { decodeOutput, type OutputChunk } from './outputChunk.ts';
import type { RunnerConnection } from './runnerConnection.ts';
import { RunnerError } from './runnerError.ts';

export interface OutputSubscriptionOptions {
  readonly processId: string;
  readonly from: SubscribeStart;
  /** The size of the terminal that is to show a `screen`. */
  readonly size?: { readonly cols: number; readonly rows: number } | undefined;
  /** Hears where the output begins, and the snapshot if there is one; before the consumer gets anything. */
  readonly onStart?: ((start: SubscribeResult) => void) | undefined;
  /**
   * Gets one chunk after the other; the next one only when it is done with the last, however long that takes. When it
   * throws, the subscription ends.
   */
  readonly consumer: (chunk: OutputChunk) => Promise<void> | void;
  readonly windowBytes?: number | undefined;
  /** What a slow consumer means: that it misses output that is not kept any more (default), or that the process waits. */
  readonly whenSlow?: 'skip' | 'pause' | undefined;
  readonly logger?: Logger | undefined;
}

/** Subscribes this client to a process's output; rejects with the runner's refusal. */
export async function subscribeOutput(
  connection: RunnerConnection,
  options: OutputSubscriptionOptions,
): Promise<OutputSubscription> {
  const subscription = new OutputSubscription(connection, options);
  await subscription.start();
  return subscription;
}

/**
 * Brings one process's output to a consumer: in order, and acknowledged only when the consumer is done with it, so that
 * no more than a window of it is ever held here.
 */
export class OutputSubscription implements Disposable {
  private readonly connection: RunnerConnection;
  private readonly options: OutputSubscriptionOptions;
  private readonly logger: Logger;
  private readonly resources = new DisposableStore();
  private readonly chunks: OutputChunk[] = [];
  private readonly mark = new CursorMark();
  private acknowledger: OutputAcknowledger | undefined;
  private isConsuming = false;
  /** Set when nothing more will come; what has come is still consumed. */
  private closeError: RunnerError | undefined;
  /** Set when nothing more will be consumed. */
  private hasEnded = false;

  constructor(connection: RunnerConnection, options: OutputSubscriptionOptions) {
    this.connection = connection;
    this.options = options;
    this.logger = options.logger ?? silentLogger;
  }

  async start(): Promise<void> {
    const { processId } = this.options;
    // Before asking: output may arrive ahead of the answer.
    this.resources.add(
      this.connection.onStream((message) => {
        if (message.type === 'output' && message.processId === processId)
          this.receive(decodeOutput(message.data));
      }),
    );
    this.resources.add(this.connection.onDidClose((reason) => this.endWhenConsumed(reason)));
    try {
      this.begin(await this.request());
    } catch (error) {
      this.end(error);
      throw error;
    }
    this.consume();
  }

  /**
   * Resolves when the consumer is done with everything before `cursor`. Rejects when that will not be: with the
   * consumer's own error, or a `RunnerError` when the connection ended or the subscription was disposed.
   */
  consumed(cursor: number): Promise<void> {
    return this.mark.reached(cursor);
  }

  /** Resolves when the process has ended and the consumer is done with all of its output; rejects as `consumed` does. */
  async whenEnded(): Promise<ProcessInfo> {
    const ended = this.connection.request('process/wait', {
      processId: this.options.processId,
      until: 'ended',
    });
    // A consumer that fails is told at once, not only when the process ends.
    const info = await Promise.race([ended, this.whenFailed()]);
    await this.consumed(info.endCursor);
    return info;
  }

  /** Ends it and resolves when the runner knows, after which the same process can be subscribed again. */
  async close(): Promise<void> {
    const isLive = this.end(new RunnerError('NOT_SUBSCRIBED', 'The output is not subscribed any more.'));
    if (isLive) await this.unsubscribe();
  }

  dispose(): void {
    fireAndForget(this.close(), 'Unsubscribing from output', this.logger);
  }

  private request(): Promise<SubscribeResult> {
    const { processId, from, size, whenSlow = 'skip' } = this.options;
    return this.connection.request('output/subscribe', {
      processId,
      from,
      ...size,
      windowBytes: this.windowBytes,
      whenSlow,
    });
  }

  private begin(start: SubscribeResult): void {
    const { cursor } = start;
    this.mark.moveTo(cursor);
    // Whoever ended it while the runner was answering wants to hear nothing more.
    if (!this.hasEnded) this.options.onStart?.(start);
    const output = { processId: this.options.processId, windowBytes: this.windowBytes, startCursor: cursor };
    this.acknowledger = new OutputAcknowledger(this.connection, output, this.logger);
  }

  private get windowBytes(): number {
    return this.options.windowBytes ?? DEFAULT_WINDOW_BYTES;
  }

  private async whenFailed(): Promise<never> {
    await this.consumed(Infinity);
    throw new Error('Output has no end that could be reached');
  }

  private receive(chunk: OutputChunk): void {
    this.chunks.push(chunk);
    this.consume();
  }

  private consume(): void {
    if (this.isConsuming || this.acknowledger === undefined) return;
    this.isConsuming = true;
    fireAndForget(this.consumeAll(this.acknowledger), 'Consuming output', this.logger);
  }

  private async consumeAll(acknowledger: OutputAcknowledger): Promise<void> {
    try {
      for (let chunk = this.take(); chunk !== undefined; chunk = this.take()) {
        await this.options.consumer(chunk);
        this.mark.moveTo(chunk.cursor);
        acknowledger.done(chunk.cursor, this.chunks.length === 0);
      }
      if (this.closeError !== undefined) this.end(this.closeError);
    } catch (error) {
      if (!this.mark.hasWaiters) this.logger.error('The consumer of output failed', error);
      if (this.end(error)) await this.unsubscribe();
    } finally {
      this.isConsuming = false;
    }
  }

  private take(): OutputChunk | undefined {
    return this.hasEnded ? undefined : this.chunks.shift();
  }

  private endWhenConsumed(reason: string): void {
    this.closeError = new RunnerError('CONNECTION_CLOSED', reason);
    if (!this.isConsuming) this.end(this.closeError);
  }

  /** Whether it was this call that ended it. */
  private end(error: unknown): boolean {
    if (this.hasEnded) return false;
    this.hasEnded = true;
    this.acknowledger?.stop();
    this.resources.dispose();
    this.mark.fail(error);
    return true;
  }

  private async unsubscribe(): Promise<void> {
    try {
      await this.connection.request('output/unsubscribe', { processId: this.options.processId });
    } catch (error) {
      if (!isOverAnyway(error)) throw error;
    }
  }
}

/** Whether there is nothing left to unsubscribe from. */
function isOverAnyway(error: unknown): boolean {
  const codes = ['CONNECTION_CLOSED', 'NOT_SUBSCRIBED', 'NO_SUCH_PROCESS', 'SHUTTING_DOWN'];
  return error instanceof RunnerError && codes.includes(error.code);
}
