import { waitForProcess } from '../../scheduling/waitForProcess.ts';
import type { Handlers, RunnerServices } from '../handler.ts';

type ProcessMethod =
  | 'process/spawn'
  | 'process/list'
  | 'process/get'
  | 'process/stop'
  | 'process/kill'
  | 'process/signal'
  | 'process/restart'
  | 'process/wait'
  | 'process/remove';

export function createProcessHandlers({
  clock,
  scheduler,
  sessions,
}: RunnerServices): Handlers<ProcessMethod> {
  return {
    'process/spawn': ({ sessionId, spec }, client) => {
      const session = sessions.get(sessionId);
      const process = scheduler.spawn({ sessionId: session.id, cwd: session.cwd, env: session.env }, spec);
      if (spec.onClientGone === 'stop') client.adopt(process);
      return scheduler.info(process);
    },

    'process/list': ({ sessionId }) => {
      if (sessionId !== undefined) sessions.get(sessionId);
      return scheduler.list(sessionId).map((process) => scheduler.info(process));
    },

    'process/get': ({ processId }) => scheduler.info(scheduler.get(processId)),

    'process/stop': async ({ processId, ...how }) => {
      const process = scheduler.get(processId);
      await scheduler.stop(process, how);
      return scheduler.info(process);
    },

    'process/kill': async ({ processId }) => {
      const process = scheduler.get(processId);
      await scheduler.kill(process);
      return scheduler.info(process);
    },

    'process/signal': async ({ processId, signal }) => {
      const process = scheduler.get(processId);
      await scheduler.signal(process, signal);
      return scheduler.info(process);
    },

    'process/restart': async ({ processId }) => {
      const process = scheduler.get(processId);
      await scheduler.restart(process);
      return scheduler.info(process);
    },

    'process/wait': async ({ processId, ...request }) => {
      const process = scheduler.get(processId);
      await waitForProcess(clock, process, request);
      return scheduler.info(process);
    },

    'process/remove': ({ processId }) => {
      const process = scheduler.get(processId);
      scheduler.remove(process);
      return scheduler.info(process);
    },
  };
}
