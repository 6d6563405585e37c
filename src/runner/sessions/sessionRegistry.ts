import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { EnvironmentLayer } from '../../protocol/process.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Session } from './session.ts';

interface OpenRequest {
  name: string;
  cwd?: string;
  env?: EnvironmentLayer;
}

/** The sessions of a runner. They outlive the clients that open them. */
export class SessionRegistry {
  private readonly sessions = new Map<string, Session>();
  private readonly defaultCwd: string;

  constructor(defaultCwd: string) {
    this.defaultCwd = defaultCwd;
  }

  /** Opens the session of that name, or joins it; a `cwd` or `env` that is given replaces what it has. */
  open({ name, cwd, env }: OpenRequest): Session {
    if (cwd !== undefined && !path.isAbsolute(cwd)) {
      throw new Refusal('INVALID_PARAMS', `"cwd" must be an absolute path, and "${cwd}" is not.`);
    }
    const known = this.list().find((session) => session.name === name);
    if (known !== undefined) {
      known.cwd = cwd ?? known.cwd;
      known.env = env ?? known.env;
      return known;
    }
    const session: Session = {
      id: randomBytes(4).toString('hex'),
      name,
      cwd: cwd ?? this.defaultCwd,
      env: env ?? {},
    };
    this.sessions.set(session.id, session);
    return session;
  }

  get(id: string): Session {
    const session = this.sessions.get(id);
    if (session === undefined) throw new Refusal('NO_SUCH_SESSION', `There is no session "${id}".`);
    return session;
  }

  list(): Session[] {
    return [...this.sessions.values()];
  }

  delete(id: string): void {
    this.sessions.delete(id);
  }
}
