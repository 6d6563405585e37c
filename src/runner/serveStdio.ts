import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { createRunner } from './runner.ts';
import { StreamTransport } from './transport/streamTransport.ts';

/**
 * Serves one client on standard input and output. When they close, or a signal asks for it, every process is ended and
 * so is the runner: it lives as long as its parent. Resolves then.
 */
export async function serveStdio(clock: Clock, logger: Logger): Promise<void> {
  const { promise: whenDone, resolve: done } = Promise.withResolvers<undefined>();
  const end = (): void => {
    done(undefined);
  };
  const runner = await createRunner(clock, logger, async () => {
    await runner.stopProcesses();
    // Late enough for the answer to be written.
    clock.after(0, end);
  });
  const transport = new StreamTransport({ input: process.stdin, output: process.stdout, logger });
  transport.onDidClose(end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  runner.server.serve(transport);
  await whenDone;
  await runner.stopProcesses();
  runner.dispose();
}
