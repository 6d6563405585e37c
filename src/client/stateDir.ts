import path from 'node:path';

/** What decides where state is kept. */
export interface StateDirSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** What a relative `PROCESSION_STATE_DIR` is relative to. */
  readonly currentDir: string;
}

/**
 * The directory of this user's runner unless told otherwise. One runner serves all workspaces of a user: each is a
 * session of it.
 */
export function defaultStateDir({ env, platform, homeDir, currentDir }: StateDirSource): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const chosen = env['PROCESSION_STATE_DIR'];
  if (chosen !== undefined && chosen !== '') return paths.resolve(currentDir, chosen);
  if (platform === 'win32') {
    return paths.join(env['LOCALAPPDATA'] ?? paths.join(homeDir, 'AppData', 'Local'), 'Procession');
  }
  if (platform === 'darwin') return paths.join(homeDir, 'Library', 'Application Support', 'Procession');
  return paths.join(xdgStateHome(env) ?? paths.join(homeDir, '.local', 'state'), 'procession');
}

/** The XDG specification has a relative path ignored. */
function xdgStateHome(env: StateDirSource['env']): string | undefined {
  const home = env['XDG_STATE_HOME'];
  return home !== undefined && path.posix.isAbsolute(home) ? home : undefined;
}
