import type { Clock } from '../../base/clock.ts';
import type { WaitUntil } from '../../protocol/process.ts';
import { hasEnded, type LifecycleState } from '../domain/processLifecycle.ts';
import { Refusal } from '../domain/refusal.ts';
import type { ManagedProcess } from './managedProcess.ts';

/** What to wait for; without a limit it is waited for ever. */
export interface WaitRequest {
  until: WaitUntil;
  timeoutMs?: number;
}

/**
 * Resolves when the process has come that far. Refuses when it has ended before it got there, with what went wrong, and
 * when time is up.
 */
export function waitForProcess(
  clock: Clock,
  process: ManagedProcess,
  { until, timeoutMs }: WaitRequest,
): Promise<void> {
  const now = verdict(process.state, until);
  if (now === 'reached') return Promise.resolve();
  if (now instanceof Refusal) return Promise.reject(now);
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      subscription.dispose();
      timer?.dispose();
      act();
    };
    const subscription = process.onDidMove(({ to }) => {
      const then = verdict(to, until);
      if (then === 'reached') settle(resolve);
      else if (then instanceof Refusal)
        settle(() => {
          reject(then);
        });
    });
    const timer =
      timeoutMs === undefined
        ? undefined
        : clock.after(timeoutMs, () => {
            settle(() => {
              const message = `Process ${process.id} was not ${until} after ${String(timeoutMs)} ms; it is ${process.state.kind}.`;
              reject(new Refusal('WAIT_TIMED_OUT', message));
            });
          });
  });
}

function verdict(state: LifecycleState, until: WaitUntil): 'reached' | 'not yet' | Refusal {
  if (hasEnded(state)) {
    // One that has run and ended was started, even if nobody looked in time.
    if (
      until === 'ended' ||
      (until === 'started' && state.startedAtMs !== undefined && state.cause !== 'spawnFailed')
    ) {
      return 'reached';
    }
    if (state.kind === 'failed') return new Refusal(state.error.code, state.error.message, state.error.errno);
    return new Refusal('PROCESS_NOT_ACTIVE', `It ended (${state.cause}) before it was ${until}.`);
  }
  return until !== 'ended' && (state.kind === 'running' || state.kind === 'paused') ? 'reached' : 'not yet';
}
