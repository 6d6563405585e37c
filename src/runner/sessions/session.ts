import type { EnvironmentLayer } from '../../protocol/process.ts';
import type { SessionInfo } from '../../protocol/session.ts';

/** One workspace's set of processes, with what they start from. */
export interface Session {
  readonly id: string;
  readonly name: string;
  cwd: string;
  env: EnvironmentLayer;
}

/** What is told of a session: not its environment. */
export function sessionInfoOf({ id, name, cwd }: Session): SessionInfo {
  return { id, name, cwd };
}
