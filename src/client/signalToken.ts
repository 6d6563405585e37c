import type { CancellationToken, Disposable, Event } from 'vscode-jsonrpc/node';
import { DisposableStore } from '../base/disposable.ts';

/** An abort signal as JSON-RPC wants it. Disposing it lets go of the signal, which may live longer than the request. */
export class SignalToken implements CancellationToken {
  private readonly signal: AbortSignal;
  private readonly listening = new DisposableStore();

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  get isCancellationRequested(): boolean {
    return this.signal.aborted;
  }

  readonly onCancellationRequested: Event<unknown> = (listener, thisArgs?: unknown): Disposable => {
    const onAbort = (): void => {
      listener.call(thisArgs, undefined);
    };
    this.signal.addEventListener('abort', onAbort, { once: true });
    return this.listening.add({ dispose: () => this.signal.removeEventListener('abort', onAbort) });
  };

  dispose(): void {
    this.listening.dispose();
  }
}
