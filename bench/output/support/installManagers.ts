import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** The other managers of processes that ours is measured against, and the versions of it. */
const PACKAGES = ['pm2@7.0.4', 'concurrently@10.0.7'];

/** Kept between runs of the bench, outside the project: they are none of its dependencies. */
const DIRECTORY = path.join(tmpdir(), `procession-bench-${PACKAGES.join('-').replaceAll('@', '-')}`);

/** The directory that has them in its `node_modules`; undefined when they cannot be had. */
export async function installManagers(say: (text: string) => void): Promise<string | undefined> {
  if (existsSync(DIRECTORY)) return DIRECTORY;
  say(`installing ${PACKAGES.join(' and ')} outside the project`);
  const unfinished = `${DIRECTORY}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    const args = [
      'install',
      '--prefix',
      unfinished,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      ...PACKAGES,
    ];
    await promisify(execFile)('npm', args, { cwd: unfinished });
    await rename(unfinished, DIRECTORY);
    return DIRECTORY;
  } catch {
    await rm(unfinished, { recursive: true, force: true });
    return undefined;
  }
}
