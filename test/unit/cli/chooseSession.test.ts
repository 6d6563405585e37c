import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { chooseSession } from '../../../src/cli/chooseSession.ts';

describe('chooseSession', () => {
  for (const [what, folders, folder, expected] of [
    ['takes the session of the folder itself', ['/a', '/a/b'], '/a/b', '/a/b'],
    ['takes the nearest one above', ['/', '/a', '/a/b', '/a/b/c/d'], '/a/b/c', '/a/b'],
    ['takes none below or beside', ['/a/b/c', '/a/x'], '/a/b', undefined],
    ['does not take a folder whose name only begins alike', ['/a/bc', '/a/b'], '/a/bcd', undefined],
    ['does not take a hidden folder for the one above', ['/a/..b'], '/a', undefined],
    ['knows the folders that begin with dots', ['/a'], '/a/..b', '/a'],
    ['takes none of none', [], '/a', undefined],
  ] as const) {
    it(what, () => {
      assert.equal(choose(folders, folder, path.posix), expected);
    });
  }

  it('compares as Windows does', () => {
    assert.equal(choose(['C:\\Work', 'D:\\'], 'c:\\work\\app', path.win32), 'C:\\Work');
    assert.equal(choose(['C:\\'], 'D:\\work', path.win32), undefined);
  });

  it('takes the first of two for the same folder', () => {
    const sessions = [
      { cwd: '/a', id: 1 },
      { cwd: '/a', id: 2 },
    ];
    assert.equal(chooseSession(sessions, '/a/b', path.posix)?.id, 1);
  });
});

function choose(folders: readonly string[], folder: string, paths: path.PlatformPath): string | undefined {
  const sessions = folders.map((cwd) => ({ cwd }));
  return chooseSession(sessions, folder, paths)?.cwd;
}
