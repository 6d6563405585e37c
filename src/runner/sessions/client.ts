import type { OutputStart } from '../../protocol/output.ts';
import { DEFAULT_WINDOW_BYTES } from '../../protocol/limits.ts';
import type { ProcessMessage, StatusMessage } from '../../protocol/stream.ts';
import { hasEnded } from '../domain/processLifecycle.ts';
import { Refusal } from '../domain/refusal.ts';
import type { OutputLog } from '../output/outputLog.ts';
import type { ManagedProcess } from '../scheduling/managedProcess.ts';
import type { ProcessChange } from '../scheduling/scheduler.ts';
import type { Outbox } from './outbox.ts';
import { Subscription } from './subscription.ts';

/** How a client wants to hear of a process's output. */
interface SubscribeRequest {
  from: OutputStart;
  windowBytes?: number;
  whenSlow?: 'skip' | 'pause';
}

/** One connection's view: which sessions it has joined, which processes it listens to, and which it answers for. */
export class Client {
  readonly name: string;
  private readonly outbox: Outbox;
  private readonly joined = new Set<string>();
  private readonly wards = new Set<ManagedProcess>();

  constructor(name: string, outbox: Outbox) {
    this.name = name;
    this.outbox = outbox;
  }

  join(sessionId: string): void {
    this.joined.add(sessionId);
  }

  leave(sessionId: string): void {
    this.joined.delete(sessionId);
  }

  /** The processes that are to be stopped when this client has gone. */
  get wardsToStop(): Iterable<ManagedProcess> {
    return this.wards;
  }

  adopt(process: ManagedProcess): void {
    this.wards.add(process);
  }

  /** Begins to send a process's output; gives the cursor where that begins. */
  subscribe(process: ManagedProcess, { from, windowBytes, whenSlow }: SubscribeRequest): number {
    if (this.outbox.get(process.id) !== undefined) {
      throw new Refusal('ALREADY_SUBSCRIBED', `This client is subscribed to process ${process.id} already.`);
    }
    const cursor = resolveCursor(process.output, from);
    this.outbox.subscribe(
      new Subscription(process, {
        from: cursor,
        windowBytes: windowBytes ?? DEFAULT_WINDOW_BYTES,
        whenSlow: whenSlow ?? 'skip',
      }),
    );
    return cursor;
  }

  unsubscribe(process: ManagedProcess): void {
    if (this.outbox.get(process.id) === undefined) {
      throw new Refusal('NOT_SUBSCRIBED', `This client is not subscribed to process ${process.id}.`);
    }
    this.outbox.unsubscribe(process.id);
  }

  /** An acknowledgement for what is no longer subscribed is late, not wrong. */
  acknowledge(processId: string, cursor: number): void {
    this.outbox.get(processId)?.acknowledge(cursor);
    this.outbox.wake();
  }

  /** The client has typed something into a process: what that prints now is waited for. */
  noteInput(process: ManagedProcess): void {
    this.outbox.noteInput(process.id);
  }

  /** Tells the client of a change, if it has joined the session. */
  notify(change: ProcessChange, message: StatusMessage): void {
    const { process } = change;
    const isRemoved = change.change === 'removed';
    if (isRemoved) this.wards.delete(process);
    // The message that tells of the removal ends the subscription too, after the output that is still to be sent.
    if (this.joined.has(process.sessionId)) this.outbox.pushStatus(message, hasEnded(process.state));
    else if (isRemoved) this.outbox.unsubscribe(process.id);
  }

  /** Tells the client of a fault, if it has joined the session. */
  warn(warning: ProcessMessage): void {
    if (this.joined.has(warning.sessionId)) this.outbox.pushStatus(warning, false);
  }

  /** There is new output of a process. */
  wakeFor(process: ManagedProcess): void {
    const subscription = this.outbox.get(process.id);
    if (subscription === undefined) return;
    subscription.noteOutput();
    this.outbox.wakeFor(subscription);
  }

  close(): void {
    this.outbox.close();
  }
}

/** The byte that a reader means, never past the end. */
export function resolveCursor(output: OutputLog, from: OutputStart): number {
  if (from === 'start') return output.startCursor;
  if (from === 'tail') return output.endCursor;
  if (from > output.endCursor) {
    throw new Refusal(
      'INVALID_PARAMS',
      `"from" is ${String(from)}, past the end of the output at ${String(output.endCursor)}.`,
    );
  }
  return from;
}
