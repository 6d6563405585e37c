import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import { MAX_OUTPUT_CHUNK_BYTES } from '../../protocol/limits.ts';
import type { OutputMessage, ProcessMessage, StreamMessage } from '../../protocol/stream.ts';
import { FlushPacer } from './flushPacer.ts';
import type { Subscription, TakeLimit } from './subscription.ts';

/** Sends one message; resolves when the connection has taken it, which is the back-pressure. */
export type Send = (message: StreamMessage) => Promise<void>;

/**
 * While somebody types, bulk goes out once in a period only, and little of it is on its way: the echo of a key waits
 * behind what was sent before it, in the socket and in the client, and for a processor. It is still more than anybody reads.
 */
const BULK_WHILE_TYPING: TakeLimit = { maxBytes: 32 * 1024, maxInFlightBytes: 32 * 1024 };

/** A status, and the output that has to be on its way before it: of that subscription, up to that cursor. */
interface QueuedStatus {
  message: ProcessMessage;
  after: Subscription | undefined;
  upTo: number;
}

interface OutboxOptions {
  clock: Clock;
  logger: Logger;
  send: Send;
  /** Whether the client takes the output of several processes in one message. */
  takesBatches: boolean;
}

/**
 * Everything that a runner streams to one client, one message at a time. While a message is on its way the output grows
 * in the rings, so that the next one carries more: nothing waits when it is quiet, and messages are large when it is not.
 *
 * What goes first: statuses, except that the end of a process follows the output before it as far as there is credit;
 * then what answers somebody's typing; then everything else in turn, gathered for a moment when it comes in small pieces.
 */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly pacer = new FlushPacer();
  private readonly statuses: QueuedStatus[] = [];
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly loading = new Set<Subscription>();
  private timer: Disposable | undefined;
  private hasNews = false;
  /** Output waits for the timer, so that more goes with it. */
  private isGathering = false;
  /** However much it is. */
  private isTyping = false;
  private isSending = false;
  private isClosed = false;

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  get(processId: string): Subscription | undefined {
    return this.subscriptions.get(processId);
  }

  subscribe(subscription: Subscription): void {
    this.subscriptions.set(subscription.process.id, subscription);
    this.wake();
  }

  unsubscribe(processId: string): void {
    this.subscriptions.get(processId)?.dispose();
    this.subscriptions.delete(processId);
  }

  /** Queues a status. With `afterOutput` it waits for what the client is still to hear of that process. */
  pushStatus(message: ProcessMessage, afterOutput: boolean): void {
    const after = afterOutput ? this.subscriptions.get(message.processId) : undefined;
    // Only what there is now: the next run's output must not hold back the end of this one.
    this.statuses.push({ message, after, upTo: after?.process.output.endCursor ?? 0 });
    this.wake();
  }

  /** The client has typed something into a process. */
  noteInput(processId: string): void {
    this.subscriptions.get(processId)?.noteInput(this.now());
  }

  /** There is new output of a process. What is being gathered anyway needs no look at everything else. */
  wakeFor(subscription: Subscription): void {
    const mayWait = this.isTyping || !this.pacer.isEnough(subscription.readyBytes);
    if (this.isGathering && mayWait && !subscription.isInteractive(this.now())) return;
    this.wake();
  }

  /** There may be something to send. */
  wake(): void {
    // Remembered also while it is sending: that may be about to end, having looked everywhere already.
    this.hasNews = true;
    if (this.isSending || this.isClosed) return;
    this.isSending = true;
    fireAndForget(this.sendAll(), 'Sending to a client', this.options.logger);
  }

  /** Sends nothing more. */
  close(): void {
    this.isClosed = true;
    this.timer?.dispose();
    for (const subscription of this.subscriptions.values()) subscription.dispose();
    this.subscriptions.clear();
    this.statuses.length = 0;
  }

  private async sendAll(): Promise<void> {
    try {
      while (this.hasNews) {
        this.hasNews = false;
        await this.sendWhatThereIs();
      }
    } catch (error) {
      // The connection is gone; its close will come, or has come, to whoever owns us.
      this.options.logger.debug(`A client went away while it was sent to: ${String(error)}`);
      this.close();
    } finally {
      this.isSending = false;
    }
  }

  private async sendWhatThereIs(): Promise<void> {
    // What comes in the same turn goes along.
    await Promise.resolve();
    for (let message = this.next(); message !== undefined; message = this.next()) {
      await this.options.send(message);
    }
  }

  private next(): StreamMessage | undefined {
    return this.isClosed ? undefined : (this.nextStatus() ?? this.nextAnswer() ?? this.nextBulk());
  }

  private nextStatus(): StreamMessage | undefined {
    const first = this.statuses[0];
    if (first === undefined) return undefined;
    const { message, after, upTo } = first;
    const output = after === undefined ? undefined : this.takeFrom(after, { upTo });
    if (output === 'loading') return undefined;
    if (output !== undefined) return output;
    this.statuses.shift();
    if (isRemoval(message)) this.unsubscribe(message.processId);
    return message;
  }

  /** Output of a process that somebody is typing into. */
  private nextAnswer(): StreamMessage | undefined {
    const now = this.now();
    for (const subscription of this.subscriptions.values()) {
      const output = subscription.isInteractive(now) ? this.takeFrom(subscription) : undefined;
      if (output !== undefined && output !== 'loading') return output;
    }
    return undefined;
  }

  private nextBulk(): StreamMessage | undefined {
    const now = this.now();
    const readyBytes = this.readyBytes();
    if (readyBytes === 0) return undefined;
    const typingMs = this.typingUntilMs() - now;
    this.isTyping = typingMs > 0;
    const waitMs = this.pacer.waitMs(now, this.isTyping ? 0 : readyBytes);
    this.isGathering = waitMs > 0;
    if (this.isGathering) {
      this.wakeAfter(waitMs);
      return undefined;
    }
    const messages = this.gather(this.isTyping ? BULK_WHILE_TYPING : {});
    const [first] = messages;
    if (first === undefined) {
      // Enough is on its way for now. Nothing else might tell when there may be more.
      if (this.isTyping) this.wakeAfter(typingMs);
      return undefined;
    }
    this.pacer.noteFlush(now);
    return messages.length === 1 ? first : { type: 'batch', timestamp: now, messages };
  }

  /**
   * Round robin: who was served goes to the end of the line, so that one that floods does not hold up the others. Several
   * fit into one message as long as they are small.
   */
  private gather(limit: TakeLimit): OutputMessage[] {
    const messages: OutputMessage[] = [];
    const maxBytes = limit.maxBytes ?? MAX_OUTPUT_CHUNK_BYTES;
    let bytes = 0;
    for (const [processId, subscription] of [...this.subscriptions]) {
      if (subscription.readyBytes === 0) continue;
      const message = this.takeFrom(subscription, { ...limit, maxBytes: maxBytes - bytes });
      if (message === undefined || message === 'loading') continue;
      this.subscriptions.delete(processId);
      this.subscriptions.set(processId, subscription);
      messages.push(message);
      bytes += message.data.content.length;
      if (!this.options.takesBatches || bytes >= maxBytes) break;
    }
    return messages;
  }

  private takeFrom(subscription: Subscription, limit?: TakeLimit): OutputMessage | 'loading' | undefined {
    if (!this.isSubscribed(subscription)) return undefined;
    const data = subscription.take(limit);
    if (data === 'onDisk') {
      this.load(subscription);
      return 'loading';
    }
    if (data === undefined) return undefined;
    const { id, sessionId } = subscription.process;
    return { type: 'output', sessionId, processId: id, timestamp: this.now(), data };
  }

  /** What has to come from the disk holds up nothing else: not the answers to typing, and not the statuses of others. */
  private load(subscription: Subscription): void {
    if (this.loading.has(subscription)) return;
    this.loading.add(subscription);
    const loading = subscription.load().finally(() => {
      this.loading.delete(subscription);
      this.wake();
    });
    fireAndForget(loading, 'Reading a log for a client', this.options.logger);
  }

  private readyBytes(): number {
    let bytes = 0;
    for (const subscription of this.subscriptions.values()) bytes += subscription.readyBytes;
    return bytes;
  }

  private typingUntilMs(): number {
    return Math.max(-Infinity, ...[...this.subscriptions.values()].map((each) => each.interactiveUntilMs));
  }

  private wakeAfter(waitMs: number): void {
    this.timer?.dispose();
    this.timer = this.options.clock.after(waitMs, () => {
      this.wake();
    });
  }

  private isSubscribed(subscription: Subscription): boolean {
    return this.subscriptions.get(subscription.process.id) === subscription;
  }

  private now(): number {
    return this.options.clock.nowMs();
  }
}

function isRemoval(message: StreamMessage): boolean {
  return message.type === 'status' && message.data.change === 'removed';
}
