import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import { DisposableStore, toDisposable, type Disposable } from '../base/disposable.ts';
import type { Logger } from '../base/logger.ts';
import { PROTOCOL_VERSION } from '../protocol/limits.ts';
import { EXIT_ALREADY_SERVED } from '../protocol/runnerFile.ts';
import type { RunnerMode } from './parseArguments.ts';
import { createRunner, type Runner } from './runner.ts';
import { IdleWatch } from './idleWatch.ts';
import { readRunnerFile, removeRunnerFile, writeRunnerFile } from './store/runnerFileStore.ts';
import { chooseSocketPath, removeSocket } from './store/socketPath.ts';
import { lockStateDir } from './store/stateDirLock.ts';
import { SocketServer } from './transport/socketServer.ts';

type DaemonMode = Extract<RunnerMode, { kind: 'daemon' }>;

/**
 * Serves any number of clients on a private socket, and is found through `runner.json` in its state directory. Only one
 * daemon serves a directory. Resolves with the exit code, when it was told to end or nobody needs it any more.
 */
export async function serveDaemon(clock: Clock, logger: Logger, mode: DaemonMode): Promise<number> {
  const { stateDir, logLimits, idleExitMs } = mode;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = lockStateDir(stateDir);
  if (lock === undefined) {
    logger.info(`Another runner serves ${stateDir}.`);
    return EXIT_ALREADY_SERVED;
  }
  const resources = new DisposableStore();
  resources.add(lock);
  const { promise: whenDone, resolve: done } = Promise.withResolvers<string>();
  try {
    const runner = await createRunner({
      clock,
      logger,
      logsDir: path.join(stateDir, 'logs'),
      logLimits,
      shutDown: async () => {
        await runner.stopProcesses();
        // Late enough for the answer to be written.
        clock.after(0, () => {
          done('a client asked for it');
        });
      },
    });
    resources.add(await openDoor(runner, stateDir, logger));
    resources.add(new IdleWatch(clock, runner, idleExitMs)).start(() => {
      done('nobody needs it');
    });
    // Not once: a second signal must not end us before the processes have been ended.
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        done(signal);
      });
    // A terminal that closes is none of a daemon's business.
    process.on('SIGHUP', () => undefined);
    logger.info(
      `Runner ${runner.info.version} (${runner.info.buildId}), pid ${String(process.pid)}, serves ${stateDir}.`,
    );
    logger.info(`Runner ends: ${await whenDone}.`);
    await runner.stopProcesses();
    await runner.close();
    return 0;
  } finally {
    resources.dispose();
  }
}

/** Listens, and only then tells where. Both are undone in the opposite order. */
async function openDoor(runner: Runner, stateDir: string, logger: Logger): Promise<Disposable> {
  const door = new DisposableStore();
  removeWhatWasLeft(stateDir);
  const socketPath = chooseSocketPath(stateDir);
  // One that no runner.json tells of; we hold the lock, so nobody listens on it.
  if (process.platform !== 'win32') rmSync(socketPath, { force: true });
  door.add(
    toDisposable(() => {
      removeSocket(socketPath, stateDir);
    }),
  );
  const token = randomBytes(32).toString('base64url');
  const serve = (transport: Parameters<Runner['server']['serve']>[0]): void => {
    runner.server.serve(transport, token);
  };
  door.add(await SocketServer.listen(socketPath, serve, logger));
  const { version, buildId, pid, startedAtMs } = runner.info;
  writeRunnerFile(stateDir, {
    protocolVersion: PROTOCOL_VERSION,
    version,
    buildId,
    pid,
    startedAtMs,
    socketPath,
    token,
  });
  door.add(
    toDisposable(() => {
      removeRunnerFile(stateDir);
    }),
  );
  return door;
}

/** A runner that was killed leaves its socket behind, which may be anywhere. */
function removeWhatWasLeft(stateDir: string): void {
  const left = readRunnerFile(stateDir)?.socketPath;
  if (left !== undefined) removeSocket(left, stateDir);
  removeRunnerFile(stateDir);
}
