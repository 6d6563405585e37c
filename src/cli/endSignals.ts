import { toDisposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import type { EndSignal } from './cliContext.ts';

const END_SIGNALS: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The signals to a process as an event. Only while somebody listens do they have no effect of their own. */
export function endSignals(process: NodeJS.Process): Event<EndSignal> {
  return (listener) => {
    for (const signal of END_SIGNALS) process.on(signal, listener);
    return toDisposable(() => {
      for (const signal of END_SIGNALS) process.off(signal, listener);
    });
  };
}
