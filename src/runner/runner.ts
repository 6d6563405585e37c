import { hostname } from 'node:os';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/emitter.ts';
import type { Logger } from '../base/logger.ts';
import type { RunnerInfo } from '../protocol/runner.ts';
import { AdapterRegistry } from './adapters/adapterRegistry.ts';
import { buildId, version } from './buildInfo.ts';
import { processTreesOf } from './child/openProcessTree.ts';
import { detectTerminalSupport } from './child/ptyBinding.ts';
import { createStartChild } from './child/startChild.ts';
import { isActive } from './domain/processLifecycle.ts';
import { RpcServer } from './rpc/rpcServer.ts';
import { Scheduler } from './scheduling/scheduler.ts';
import { ClientHub } from './sessions/clientHub.ts';
import { SessionRegistry } from './sessions/sessionRegistry.ts';

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
  dispose(): void;
}

/** Builds a runner. `shutDown` is what `runner/shutdown` asks for. */
export async function createRunner(
  clock: Clock,
  logger: Logger,
  shutDown: () => Promise<void>,
): Promise<Runner> {
  const terminals = await detectTerminalSupport();
  if (terminals.kind === 'unavailable') logger.warn(terminals.reason);
  const scheduler = new Scheduler({
    world: {
      clock,
      logger,
      startChild: createStartChild(clock, terminals),
      openProcessTree: processTreesOf(process.platform),
    },
    adapters: new AdapterRegistry(),
    runnerEnv: process.env,
    machine: hostname(),
  });
  const hub = new ClientHub(clock, scheduler, logger);
  hub.start();
  const info: RunnerInfo = {
    version,
    buildId,
    pid: process.pid,
    platform: process.platform,
    startedAtMs: clock.nowMs(),
  };
  const sessions = new SessionRegistry(process.cwd());
  const terminalsUnavailable = terminals.kind === 'unavailable' ? terminals.reason : undefined;
  const server = new RpcServer(
    { clock, scheduler, sessions, hub, info, terminalsUnavailable, shutDown },
    logger,
  );
  return {
    info,
    server,
    onDidChangeClients: hub.onDidChangeCount,
    onDidChangeProcesses: scheduler.onDidChange,
    isNeeded: () => hub.count > 0 || scheduler.list().some((process) => isActive(process.state)),
    stopProcesses: () => scheduler.stopAll(),
    dispose: () => {
      server.close();
      hub.dispose();
    },
  };
}
