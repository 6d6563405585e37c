import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../projectRoot.mjs';

/** Twelve hex digits tell any two builds apart and still fit in a log line. */
const idLength = 12;

/**
 * Names what was built: the same sources give the same id on every machine, and any change gives another. A client
 * compares it with the running runner's to see whether both come from one build.
 *
 * @param {string} version the version in package.json
 * @returns {Promise<string>}
 */
export async function computeBuildId(version) {
  const source = path.join(projectRoot, 'src');
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();

  const hash = createHash('sha256').update(version);
  for (const file of files) {
    // The length between name and content keeps two different trees from running together to the same bytes.
    const content = await readFile(path.join(source, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, idLength);
}
