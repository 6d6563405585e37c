import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { errnoOf, resolveCommand } from '../../../../src/runner/child/resolveCommand.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

describe('resolveCommand', () => {
  checkLeaks();
  const root = temporaryDirectory();
  for (const folder of ['first', 'second', 'work']) mkdirSync(path.join(root, folder));
  const place = (name: string, mode: number): void => writeFileSync(path.join(root, name), '', { mode });
  place('second/tool', 0o755);
  place('work/tool', 0o755);
  place('first/locked', 0o644);
  place('second/locked', 0o755);
  place('first/only-locked', 0o644);
  mkdirSync(path.join(root, 'first/tool'));
  symlinkSync('nowhere', path.join(root, 'first/dangling'));

  const search = (file: string, PATH: string): ReturnType<typeof resolveCommand> =>
    resolveCommand({ file, args: [], cwd: path.join(root, 'work'), env: { PATH } });
  const both = `${path.join(root, 'first')}:${path.join(root, 'second')}`;

  it("takes the first on the child's own PATH that can be executed", async () => {
    assert.deepEqual(await search('tool', both), { kind: 'found', file: path.join(root, 'second/tool') });
    assert.deepEqual(await search('locked', both), { kind: 'found', file: path.join(root, 'second/locked') });
  });

  it('takes a name with a slash for a path below the working directory', async () => {
    const expected = { kind: 'found', file: path.join(root, 'work/tool') };
    assert.deepEqual(await search('./tool', both), expected);
    assert.deepEqual(await search('../work/tool', ''), expected);
    assert.deepEqual(await search(path.join(root, 'work/tool'), ''), expected);
  });

  it('takes an empty entry, and a relative one, from the working directory', async () => {
    const expected = { kind: 'found', file: path.join(root, 'work/tool') };
    assert.deepEqual(await search('tool', '/nowhere:'), expected);
    assert.deepEqual(await search('tool', '../work'), expected);
  });

  it('looks where the system looks when there is no PATH', async () => {
    const result = await resolveCommand({ file: 'sh', args: [], cwd: root, env: {} });
    assert.ok(result.kind === 'found' && result.file.endsWith('/bin/sh'));
  });

  it('tells a file that may not be executed from one that is not there', async () => {
    assert.equal(errnoIn(await search('nothing', both)), 'ENOENT');
    assert.equal(errnoIn(await search('only-locked', both)), 'EACCES');
    assert.equal(errnoIn(await search('dangling', both)), 'ENOENT');
    assert.equal(errnoIn(await search('../first', both)), 'EACCES');
    assert.equal(errnoIn(await search('./tool/below', both)), 'ENOENT');
  });

  it('looks at the working directory first', async () => {
    const nowhere = await resolveCommand({ file: 'sh', args: [], cwd: '/no/such/place', env: {} });
    assert.ok(nowhere.kind === 'missing');
    assert.match(nowhere.error.message, /working directory "\/no\/such\/place" does not exist/);
  });
});

describe('errnoOf', () => {
  checkLeaks();

  it('gives the errno of a system error, and passes a fault of our own on', () => {
    assert.equal(errnoOf(Object.assign(new Error('x'), { code: 'EMFILE' })), 'EMFILE');
    assert.throws(() => errnoOf(new TypeError('ours')), /ours/);
  });
});

function errnoIn(result: Awaited<ReturnType<typeof resolveCommand>>): string | undefined {
  return result.kind === 'missing' ? result.error.errno : `found ${result.file}`;
}
