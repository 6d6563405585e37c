import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import type { StreamMessage } from '../../protocol/stream.ts';
import type { Subscription } from './subscription.ts';

/** Sends one message; resolves when the connection has taken it, which is the back-pressure. */
export type Send = (message: StreamMessage) => Promise<void>;

/** A status, and the output that has to be on its way before it: of that subscription, up to that cursor. */
interface QueuedStatus {
  message: StreamMessage;
  after: Subscription | undefined;
  upTo: number;
}

/**
 * Everything that a runner streams to one client, one message at a time. While a message is on its way the output grows
 * in the rings, so that the next one carries more: nothing waits when it is quiet, and messages are large when it is not.
 * Statuses go ahead of output, except that the end of a process follows the output before it, as far as there is credit.
 */
export class Outbox {
  private readonly send: Send;
  private readonly logger: Logger;
  private readonly now: () => number;
  private readonly statuses: QueuedStatus[] = [];
  private readonly subscriptions = new Map<string, Subscription>();
  private isSending = false;
  private isClosed = false;

  constructor(send: Send, now: () => number, logger: Logger) {
    this.send = send;
    this.now = now;
    this.logger = logger;
  }

  get(processId: string): Subscription | undefined {
    return this.subscriptions.get(processId);
  }

  subscribe(subscription: Subscription): void {
    this.subscriptions.set(subscription.process.id, subscription);
    this.wake();
  }

  unsubscribe(processId: string): void {
    this.subscriptions.delete(processId);
  }

  /** Queues a status. With `afterOutput` it waits for what the client is still to hear of that process. */
  pushStatus(message: StreamMessage, afterOutput: boolean): void {
    const after = afterOutput ? this.subscriptions.get(message.processId) : undefined;
    // Only what there is now: the next run's output must not hold back the end of this one.
    this.statuses.push({ message, after, upTo: after?.process.output.endCursor ?? 0 });
    this.wake();
  }

  /** There may be something to send. */
  wake(): void {
    if (this.isSending || this.isClosed) return;
    this.isSending = true;
    fireAndForget(this.sendAll(), 'Sending to a client', this.logger);
  }

  /** Sends nothing more. */
  close(): void {
    this.isClosed = true;
    this.subscriptions.clear();
    this.statuses.length = 0;
  }

  private async sendAll(): Promise<void> {
    try {
      for (let message = await this.next(); message !== undefined; message = await this.next()) {
        await this.send(message);
      }
    } catch (error) {
      // The connection is gone; its close will come, or has come, to whoever owns us.
      this.logger.debug(`A client went away while it was sent to: ${String(error)}`);
      this.close();
    } finally {
      this.isSending = false;
    }
  }

  private async next(): Promise<StreamMessage | undefined> {
    if (this.isClosed) return undefined;
    const first = this.statuses[0];
    if (first === undefined) return this.nextOutput();
    const { message, after, upTo } = first;
    const output =
      after !== undefined && this.isSubscribed(after) ? await this.takeFrom(after, upTo) : undefined;
    if (output !== undefined) return output;
    this.statuses.shift();
    if (isRemoval(message)) this.subscriptions.delete(message.processId);
    return message;
  }

  /** Round robin: who was served goes to the end of the line, so that one that floods does not hold up the others. */
  private async nextOutput(): Promise<StreamMessage | undefined> {
    for (const [processId, subscription] of [...this.subscriptions]) {
      const message = await this.takeFrom(subscription);
      if (message === undefined || !this.isSubscribed(subscription)) continue;
      this.subscriptions.delete(processId);
      this.subscriptions.set(processId, subscription);
      return message;
    }
    return undefined;
  }

  private async takeFrom(subscription: Subscription, upTo?: number): Promise<StreamMessage | undefined> {
    const data = await subscription.take(upTo);
    if (data === undefined) return undefined;
    const { id, sessionId } = subscription.process;
    return { type: 'output', sessionId, processId: id, timestamp: this.now(), data };
  }

  private isSubscribed(subscription: Subscription): boolean {
    return this.subscriptions.get(subscription.process.id) === subscription;
  }
}

function isRemoval(message: StreamMessage): boolean {
  return message.type === 'status' && message.data.change === 'removed';
}
