import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { RunnerMode } from './parseArguments.ts';
import { createRunner } from './runner.ts';
import { StreamTransport } from './transport/streamTransport.ts';

type StdioMode = Extract<RunnerMode, { kind: 'stdio' }>;

/**
 * Serves one client on standard input and output. When they close, or a signal asks for it, every process is ended and
 * so is the runner: it lives as long as its parent. Resolves then.
 */
export async function serveStdio(clock: Clock, logger: Logger, mode: StdioMode): Promise<void> {
  const { stateDir = await mkdtemp(path.join(tmpdir(), 'procession-')), logLimits } = mode;
  const { promise: whenDone, resolve: done } = Promise.withResolvers<undefined>();
  const end = (): void => {
    done(undefined);
  };
  const runner = await createRunner({
    clock,
    logger,
    logsDir: path.join(stateDir, 'logs'),
    logLimits,
    shutDown: async () => {
      await runner.stopProcesses();
      // Late enough for the answer to be written.
      clock.after(0, end);
    },
  });
  const transport = new StreamTransport({ input: process.stdin, output: process.stdout, logger });
  transport.onDidClose(end);
  // Not once: a second signal must not end us before the processes have been ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  runner.server.serve(transport);
  await whenDone;
  await runner.stopProcesses();
  await runner.close();
  if (mode.stateDir === undefined) await rm(stateDir, { recursive: true, force: true });
}
