import { Refusal } from '../domain/refusal.ts';

/** Refuses to go on with a search that nobody waits for any more. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw searchCancelled();
}

/** The refusal itself. */
export function searchCancelled(): Refusal {
  return new Refusal('CANCELLED', 'The search was cancelled.');
}
