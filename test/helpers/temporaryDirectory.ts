import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

/** Makes a private directory that is removed after the suite. Its path is short: a socket may have to fit into it. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'pcs-'));
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}
