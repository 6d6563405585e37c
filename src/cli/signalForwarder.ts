import type { Clock } from '../base/clock.ts';
import type { RunnerConnection } from '../client/runnerConnection.ts';
import { RunnerError } from '../client/runnerError.ts';
import type { EndSignal } from './cliContext.ts';

/**
 * One Ctrl-C may arrive twice: from the terminal, and from a program around this one that passes it on. Only what comes
 * later than this is a second wish.
 */
const SAME_WISH_MS = 300;

/** What the signals are for. */
export interface SignalTarget {
  readonly connection: RunnerConnection;
  readonly processId: string;
}

/** Makes signals to this program into wishes to the process: the first asks it to end, a second one ends it by force. */
export class SignalForwarder {
  private readonly target: SignalTarget;
  private readonly clock: Clock;
  private readonly onFailure: (error: unknown) => void;
  private firstAtMs: number | undefined;

  /** The first signal, which says how this program is to end if the process tells nothing. */
  first: EndSignal | undefined;

  constructor(target: SignalTarget, clock: Clock, onFailure: (error: unknown) => void) {
    this.target = target;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  receive(signal: EndSignal): void {
    const { connection, processId } = this.target;
    const nowMs = this.clock.nowMs();
    if (this.firstAtMs === undefined) {
      this.firstAtMs = nowMs;
      this.first = signal;
      connection.request('process/stop', { processId, signal }).catch(this.fail);
      return;
    }
    // A hang-up comes from everybody around, when a terminal closes; it is never impatience.
    if (signal === 'SIGHUP' || nowMs - this.firstAtMs < SAME_WISH_MS) return;
    connection.request('process/kill', { processId }).catch(this.fail);
  }

  /** What became of the process is told at its end, and when the connection ends that is told too. */
  private readonly fail = (error: unknown): void => {
    const toldElsewhere = ['STOP_FAILED', 'PROCESS_NOT_ACTIVE', 'NO_SUCH_PROCESS', 'CONNECTION_CLOSED'];
    if (error instanceof RunnerError && toldElsewhere.includes(error.code)) return;
    this.onFailure(error);
  };
}
