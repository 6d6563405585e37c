import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { sessionFor } from '../../../../src/extension/runner/sessionName.ts';

describe('sessionFor', () => {
  it('is the same by whatever name a folder was opened', async (t) => {
    const base = await realpath(await mkdtemp(path.join(tmpdir(), 'session-')));
    t.after(() => rm(base, { recursive: true }));
    const folder = path.join(base, 'app');
    await mkdir(folder);
    await symlink(folder, path.join(base, 'link'));
    const expected = { name: folder, cwd: folder };
    assert.deepEqual(await sessionFor(folder, '/home/me'), expected);
    assert.deepEqual(await sessionFor(path.join(base, 'link'), '/home/me'), expected);
  });

  it('is one for all windows without a folder', async () => {
    assert.deepEqual(await sessionFor(undefined, '/home/me'), { name: 'default', cwd: '/home/me' });
  });
});
