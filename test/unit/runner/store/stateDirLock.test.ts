import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { lockStateDir } from '../../../../src/runner/store/stateDirLock.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

const holder = path.join(import.meta.dirname, '../../../fixtures/store/holdLock.ts');

describe('the lock of a state directory', () => {
  checkLeaks();
  const directory = temporaryDirectory();
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  async function hold(): Promise<{ said: string; child: ChildProcess }> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', holder, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    return { said: chunk.toString(), child };
  }

  it('is given once in a process, and again when it was given back', () => {
    const lock = lockStateDir(directory);
    assert.ok(lock !== undefined);
    assert.equal(lockStateDir(directory), undefined);
    lock.dispose();
    const again = lockStateDir(directory);
    assert.ok(again !== undefined);
    again.dispose();
  });

  it('keeps other processes out', async () => {
    const lock = lockStateDir(directory);
    assert.equal((await hold()).said, 'refused\n');
    lock?.dispose();
  });

  it('goes with the process that holds it, however that ends', async () => {
    const { said, child } = await hold();
    assert.equal(said, 'locked\n');
    assert.equal(lockStateDir(directory), undefined);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = lockStateDir(directory);
    assert.ok(lock !== undefined);
    lock.dispose();
  });

  it('is given to one of many who want it at the same time', async () => {
    const tries = await Promise.all([hold(), hold(), hold(), hold()]);
    assert.deepEqual(tries.map(({ said }) => said).sort(), [
      'locked\n',
      'refused\n',
      'refused\n',
      'refused\n',
    ]);
  });

  it('tells of a directory that is not there, instead of taking it for locked', () => {
    assert.throws(() => lockStateDir(path.join(directory, 'no/such')), /unable to open/);
  });
});
