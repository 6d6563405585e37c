import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../scripts/projectRoot.mjs';
import { node24Path } from '../../scripts/vscode/node24.mjs';
import type { Procession } from './openProcession.ts';

/**
 * Runs `procession run` with these arguments beside a window, on the same runner. Whoever calls this ends it; what it
 * has started with `--keep` stays.
 */
export function runOnCommandLine({ stateDir, folder }: Procession, args: readonly string[]): () => void {
  const child = spawn(node24Path(), [path.join(projectRoot, 'dist/cli.js'), 'run', '--keep', ...args], {
    cwd: folder,
    env: { ...process.env, PROCESSION_STATE_DIR: stateDir },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return () => void child.kill('SIGHUP');
}
