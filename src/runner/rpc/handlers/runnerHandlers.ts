import { isActive } from '../../domain/processLifecycle.ts';
import { Refusal } from '../../domain/refusal.ts';
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

    'runner/shutdown': async ({ onlyIfIdle }) => {
      const active = scheduler.list().filter((process) => isActive(process.state)).length;
      if (onlyIfIdle === true && active > 0) {
        throw new Refusal('RUNNER_BUSY', `The runner is needed: ${String(active)} of its processes live.`);
      }
      await shutDown();
      return {};
    },
  };
}
