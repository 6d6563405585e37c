import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The command that opens a desktop VS Code, if there is one on the PATH.
 *
 * @returns {string | undefined} its absolute path
 */
export function desktopCode() {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us to run: the next folder may have it.
    return false;
  }
}
