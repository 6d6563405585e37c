import type { CancellationToken } from 'vscode-jsonrpc';

/** The requests of one connection that have not been answered yet, so that those can end for whom nobody waits. */
export class RunningRequests {
  private readonly controllers = new Set<AbortController>();

  /** Answers a request with a signal that is aborted when the client cancels it, or has gone. */
  async track<T>(token: CancellationToken, answer: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.controllers.add(controller);
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await answer(controller.signal);
    } finally {
      subscription.dispose();
      this.controllers.delete(controller);
    }
  }

  /** The client has gone. */
  abortAll(): void {
    for (const controller of this.controllers) controller.abort();
  }
}
