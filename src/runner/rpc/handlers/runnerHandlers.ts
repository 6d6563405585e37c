import { isActive } from '../../domain/processLifecycle.ts';
import type { Handlers, RunnerServices } from '../handler.ts';

export function createRunnerHandlers({
  scheduler,
  sessions,
  hub,
  info,
  shutDown,
}: RunnerServices): Handlers<'runner/status' | 'runner/shutdown'> {
  return {
    'runner/status': () => {
      const processes = scheduler.list();
      return {
        runner: info,
        clients: hub.count,
        sessions: sessions.list().length,
        processes: {
          total: processes.length,
          active: processes.filter((process) => isActive(process.state)).length,
        },
        memoryBytes: process.memoryUsage.rss(),
      };
    },

    'runner/shutdown': async () => {
      await shutDown();
      return {};
    },
  };
}
