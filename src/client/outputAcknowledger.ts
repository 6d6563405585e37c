import { fireAndForget } from '../base/fireAndForget.ts';
import type { Logger } from '../base/logger.ts';
import type { RunnerConnection } from './runnerConnection.ts';
import { RunnerError } from './runnerError.ts';

/**
 * With four acknowledgements to a window the runner hears in time that there is room again, and a flood of output costs
 * only one message back for many.
 */
const ACKS_PER_WINDOW = 4;

/**
 * When nothing waits, this much is acknowledged at once: somebody who types keeps little on its way, and that must go on.
 * Less than this never holds the runner up, and would cost a message for every line.
 */
const IDLE_BYTES = 4 * 1024;

/** Whose output is acknowledged, and from where on. */
export interface AcknowledgedOutput {
  readonly processId: string;
  readonly windowBytes: number;
  readonly startCursor: number;
}

/** Tells the runner how far a subscriber has come: in large batches while output floods, in small ones otherwise. */
export class OutputAcknowledger {
  private readonly connection: RunnerConnection;
  private readonly processId: string;
  private readonly batchBytes: number;
  private readonly logger: Logger;
  private doneCursor: number;
  private dueCursor: number;
  private ackedCursor: number;
  private isSending = false;
  private isStopped = false;

  constructor(connection: RunnerConnection, output: AcknowledgedOutput, logger: Logger) {
    this.connection = connection;
    this.processId = output.processId;
    this.batchBytes = Math.floor(output.windowBytes / ACKS_PER_WINDOW);
    this.logger = logger;
    this.doneCursor = output.startCursor;
    this.dueCursor = output.startCursor;
    this.ackedCursor = output.startCursor;
  }

  /** Everything before `cursor` is dealt with; `isIdle` says that nothing else waits to be. */
  done(cursor: number, isIdle: boolean): void {
    this.doneCursor = cursor;
    const dueBytes = isIdle ? Math.min(IDLE_BYTES, this.batchBytes) : this.batchBytes;
    if (cursor - this.ackedCursor >= dueBytes) this.dueCursor = cursor;
    // One on its way is enough: what becomes due meanwhile goes with the next.
    if (this.isSending || this.isStopped || this.dueCursor <= this.ackedCursor) return;
    this.isSending = true;
    fireAndForget(this.sendUntilDue(), 'Acknowledging output', this.logger);
  }

  /** Sends no more. */
  stop(): void {
    this.isStopped = true;
  }

  private async sendUntilDue(): Promise<void> {
    try {
      while (!this.isStopped && this.dueCursor > this.ackedCursor) {
        this.ackedCursor = this.doneCursor;
        await this.connection.notify('output/ack', { processId: this.processId, cursor: this.ackedCursor });
      }
    } catch (error) {
      // With the connection everything ends that could be acknowledged; whoever uses it hears of that by itself.
      if (!(error instanceof RunnerError) || error.code !== 'CONNECTION_CLOSED') throw error;
    } finally {
      this.isSending = false;
    }
  }
}
