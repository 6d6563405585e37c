import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes an extension's source folder the only installed extension of a VS Code server that has not started yet. It
 * then runs as users have it, in production mode; a reload of the window loads what was built in between.
 *
 * @param {object} options
 * @param {string} options.extensionPath
 * @param {string} options.extensionsDir emptied first: the server keeps a list of its own in there
 */
export async function linkExtension({ extensionPath, extensionsDir }) {
  const { publisher, name, version } = /** @type {{ publisher: string, name: string, version: string }} */ (
    JSON.parse(await readFile(join(extensionPath, 'package.json'), 'utf8'))
  );
  await rm(extensionsDir, { recursive: true, force: true });
  await mkdir(extensionsDir, { recursive: true });
  await symlink(extensionPath, join(extensionsDir, `${publisher}.${name}-${version}`), 'dir');
}
