import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { JoinedSession, RunnerLink } from './runnerLink.ts';

/**
 * The runner that is there, for commands that only read, which Restricted Mode allows too. Starts none; throws a sentence
 * for people if there is none.
 */
export async function reachRunner(link: Pick<RunnerLink, 'attach'>): Promise<JoinedSession> {
  const joined = await link.attach();
  if (joined === undefined) throw new NoRunnerError();
  return joined;
}

/** The same, for who needs nothing of the session. */
export async function reachConnection(link: Pick<RunnerLink, 'attach'>): Promise<RunnerConnection> {
  return (await reachRunner(link)).connection;
}

/** There is nothing to be read where nothing runs. */
class NoRunnerError extends Error {
  constructor() {
    super('No runner is running, so there is no output.');
    this.name = 'NoRunnerError';
  }
}
