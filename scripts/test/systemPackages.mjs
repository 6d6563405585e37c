import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../projectRoot.mjs';

const packageList = path.join(projectRoot, 'scripts/vscode/debianPackages.txt');

/**
 * Says which Debian packages the stages in VS Code will miss. Only a hint: other systems have other ways to a browser
 * and a compiler, and a stage that really misses something fails by itself.
 */
export function warnOfMissingPackages() {
  const query = spawnSync('dpkg-query', ['--show', '--showformat=${Package} ${db:Status-Status}\n'], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  // Without dpkg-query this is no Debian.
  if (query.error !== undefined) return;

  const installed = new Set(query.stdout.split('\n'));
  const missing = neededPackages().filter((name) => !installed.has(`${name} installed`));
  if (missing.length === 0) return;
  console.warn(
    `The tests in VS Code need Debian packages that are not installed: ${missing.join(' ')}.\n` +
      `Install them with: apt-get install --no-install-recommends ${missing.join(' ')} (or run .ci/run as root).`,
  );
}

/** One package a line; `#` starts a comment. */
function neededPackages() {
  const lines = readFileSync(packageList, 'utf8').split('\n');
  return lines.map((line) => line.replace(/#.*/, '').trim()).filter((name) => name !== '');
}
