import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { projectRoot } from '../projectRoot.mjs';

/**
 * @typedef {{optional?: boolean}} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages the `packages` of a lock file, by folder
 */

/** Installs what package-lock.json asks for, unless node_modules holds exactly that already. */
export function ensureDependencies() {
  const reason = reasonToInstall();
  if (reason === undefined) return;

  console.log(`${reason}: running npm ci`);
  // On Windows npm is a batch file, which only a shell starts.
  const { status, error } = spawnSync('npm', ['ci'], {
    cwd: projectRoot,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci failed', { cause: error });
}

/** @returns {string | undefined} */
function reasonToInstall() {
  const installedLock = path.join(projectRoot, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return 'The dependencies are not installed';

  const wanted = readPackages(path.join(projectRoot, 'package-lock.json'));
  const installed = readPackages(installedLock);
  return isInstalled(wanted, installed)
    ? undefined
    : 'The installed dependencies are not those of package-lock.json';
}

/**
 * npm writes what it has installed in the form of the lock file, so contents tell; times would lie after a checkout.
 *
 * @param {LockedPackages} wanted
 * @param {LockedPackages} installed
 */
function isInstalled(wanted, installed) {
  const strangers = Object.keys(installed).filter((folder) => !(folder in wanted));
  if (strangers.length > 0) return false;

  return Object.entries(wanted).every(([folder, entry]) => {
    const found = installed[folder];
    // Optional packages are mostly binaries of other platforms.
    return found === undefined ? entry.optional === true : isDeepStrictEqual(found, entry);
  });
}

/**
 * @param {string} lockFile
 * @returns {LockedPackages} without the entry of the project itself
 */
function readPackages(lockFile) {
  const { packages } = /** @type {{packages: LockedPackages}} */ (JSON.parse(readFileSync(lockFile, 'utf8')));
  return Object.fromEntries(Object.entries(packages).filter(([folder]) => folder !== ''));
}
