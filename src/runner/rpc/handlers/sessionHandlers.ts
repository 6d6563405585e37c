import { sessionInfoOf } from '../../sessions/session.ts';
import { hasEnded, isActive } from '../../domain/processLifecycle.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Handlers, RunnerServices } from '../handler.ts';

export function createSessionHandlers({
  scheduler,
  sessions,
}: RunnerServices): Handlers<'session/open' | 'session/list' | 'session/close'> {
  return {
    'session/open': (params, client) => {
      const session = sessions.open(params);
      client.join(session.id);
      const processes = scheduler.list(session.id).map((process) => scheduler.info(process));
      return { session: sessionInfoOf(session), processes };
    },

    'session/list': () => sessions.list().map(sessionInfoOf),

    'session/close': async ({ sessionId, stopProcesses }, client) => {
      const session = sessions.get(sessionId);
      if (stopProcesses === true) {
        const processes = scheduler.list(session.id).filter((process) => !hasEnded(process.state));
        await Promise.all(processes.map((process) => scheduler.stop(process, {})));
        const active = scheduler.list(session.id).filter((process) => isActive(process.state));
        if (active.length > 0) {
          throw new Refusal(
            'SESSION_BUSY',
            `Process ${active[0]?.id ?? ''} was started while the session was closing.`,
          );
        }
        for (const process of scheduler.list(session.id)) scheduler.remove(process);
        sessions.delete(session.id);
      }
      client.leave(session.id);
      return {};
    },
  };
}
