import { hostname } from 'node:os';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/emitter.ts';
import type { Logger } from '../base/logger.ts';
import type { RunnerInfo } from '../protocol/runner.ts';
import { AdapterRegistry } from './adapters/adapterRegistry.ts';
import { buildId, version } from './buildInfo.ts';
import { processTreesOf } from './child/openProcessTree.ts';
import { detectTerminalSupport, type TerminalSupport } from './child/ptyBinding.ts';
import { createStartChild } from './child/startChild.ts';
import { createSegmentSource } from './createSegmentSource.ts';
import { isActive } from './domain/processLifecycle.ts';
import { offloadCommand } from './offload.ts';
import { RpcServer } from './rpc/rpcServer.ts';
import { LogStore, type LogLimits } from './output/logStore.ts';
import { RingBudget } from './output/ringBudget.ts';
import { ScreenProcess } from './replay/screenProcess.ts';
import { Scheduler } from './scheduling/scheduler.ts';
import { LogSearcher } from './search/logSearcher.ts';
import { ClientHub } from './sessions/clientHub.ts';
import { SessionRegistry } from './sessions/sessionRegistry.ts';

/** The memory that the newest output of all processes may take together. */
const RING_BUDGET_BYTES = 32 * 1024 * 1024;

/** A runner without a way in: everything but the transports, wired. */
export interface Runner {
  readonly info: RunnerInfo;
  readonly server: RpcServer;
  /** Clients came or went. */
  readonly onDidChangeClients: Event<number>;
  readonly onDidChangeProcesses: Event<unknown>;
  /** Whether a client is connected or a process lives. */
  isNeeded(): boolean;
  /** Ends every process. Resolves when all are gone, or named in the log. */
  stopProcesses(): Promise<void>;
  /** Closes every connection and forgets everything. */
  close(): Promise<void>;
}

export interface RunnerOptions {
  clock: Clock;
  logger: Logger;
  /** Where the logs of processes are kept. */
  logsDir: string;
  logLimits: LogLimits;
  /** What `runner/shutdown` asks for. */
  shutDown: () => Promise<void>;
}

/** Builds a runner. */
export async function createRunner({
  clock,
  logger,
  logsDir,
  logLimits,
  shutDown,
}: RunnerOptions): Promise<Runner> {
  const terminals = await detectTerminalSupport();
  if (terminals.kind === 'unavailable') logger.warn(terminals.reason);
  const logs = new LogStore({ clock, logger, directory: logsDir, limits: logLimits });
  await logs.start();
  const scheduler = createScheduler({ clock, logger, logs, terminals });
  const hub = new ClientHub(clock, scheduler, logger);
  hub.start();
  tellOfLogFailures(logs, scheduler, hub);
  const searcher = new LogSearcher(createSegmentSource(scheduler, logs), offloadCommand('search'), logger);
  const screens = new ScreenProcess({ clock, logger, command: offloadCommand('screen') });
  const info = describeSelf(clock);
  const sessions = new SessionRegistry(process.cwd());
  const terminalsUnavailable = terminals.kind === 'unavailable' ? terminals.reason : undefined;
  const server = new RpcServer(
    { clock, logger, scheduler, sessions, hub, searcher, screens, info, terminalsUnavailable, shutDown },
    logger,
  );
  return {
    info,
    server,
    onDidChangeClients: hub.onDidChangeCount,
    onDidChangeProcesses: scheduler.onDidChange,
    isNeeded: () => hub.count > 0 || scheduler.list().some((process) => isActive(process.state)),
    stopProcesses: () => scheduler.stopAll(),
    close: async () => {
      await server.close();
      hub.dispose();
      screens.dispose();
      logs.dispose();
    },
  };
}

interface SchedulerParts {
  clock: Clock;
  logger: Logger;
  logs: LogStore;
  terminals: TerminalSupport;
}

function createScheduler({ clock, logger, logs, terminals }: SchedulerParts): Scheduler {
  return new Scheduler({
    world: {
      clock,
      logger,
      logs,
      budget: new RingBudget(RING_BUDGET_BYTES),
      startChild: createStartChild(clock, terminals),
      openProcessTree: processTreesOf(process.platform),
    },
    adapters: new AdapterRegistry(),
    runnerEnv: process.env,
    machine: hostname(),
  });
}

function describeSelf(clock: Clock): RunnerInfo {
  return { version, buildId, pid: process.pid, platform: process.platform, startedAtMs: clock.nowMs() };
}

/** A log that cannot be written is worth one visible warning, and nothing more: the process itself goes on. */
function tellOfLogFailures(logs: LogStore, scheduler: Scheduler, hub: ClientHub): void {
  logs.onDidFail(({ processId, error }) => {
    // On a disk that hangs that may be noticed after the process has ended, and was removed.
    const process = scheduler.list().find(({ id }) => id === processId);
    const message = `The output of process ${processId} is not being logged: ${error.message}`;
    if (process !== undefined) hub.warn(process, 'LOG_FAILED', message);
  });
}
