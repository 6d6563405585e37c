import type { SearchMatch } from '../../../protocol/search.ts';
import type { Handlers, RunnerServices } from '../handler.ts';

export function createSearchHandlers({
  clock,
  scheduler,
  sessions,
  searcher,
}: RunnerServices): Handlers<'output/search'> {
  return {
    'output/search': (params, _client, { signal, send }) => {
      const { searchId, processId, sessionId } = params;
      if (processId !== undefined) scheduler.get(processId);
      if (sessionId !== undefined) sessions.get(sessionId);
      const sendMatches = (matches: SearchMatch[]): Promise<void> =>
        send({ type: 'search', searchId, timestamp: clock.nowMs(), data: { matches } });
      return searcher.search(params, signal, sendMatches);
    },
  };
}
