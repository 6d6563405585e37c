import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readRunnerFile } from '../../../src/client/readRunnerFile.ts';
import { RunnerError } from '../../../src/client/runnerError.ts';
import { makeRunnerFile, writeRunnerFile } from '../../fakes/publishRunner.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';

const needsModes = { skip: process.platform === 'win32' && 'platform: Windows has no file modes' };
const needsRoot = { skip: process.getuid?.() !== 0 && 'platform: only root can give a file away' };

describe('readRunnerFile', () => {
  const root = temporaryDirectory();
  const makeDirectory = (): string => mkdtempSync(path.join(root, 's-'));

  it('gives what the runner wrote, and lets a newer runner write more', async () => {
    const stateDir = makeDirectory();
    const file = makeRunnerFile(stateDir);
    writeRunnerFile(stateDir, { ...file, mood: 'fine' });
    assert.deepEqual(await readRunnerFile(stateDir), file);
  });

  it('gives nothing without a file, and without a directory', async () => {
    assert.equal(await readRunnerFile(makeDirectory()), undefined);
    assert.equal(await readRunnerFile(path.join(root, 'never')), undefined);
  });

  for (const [what, content, message] of [
    ['is not JSON', '{"pid":', /not JSON/],
    ['lacks what is needed', { pid: 1 }, /"protocolVersion"/],
  ] as const) {
    it(`calls a file that ${what} a bad answer, with its path`, async () => {
      const stateDir = makeDirectory();
      writeRunnerFile(stateDir, content);
      await assert.rejects(readRunnerFile(stateDir), (error) => {
        assert.ok(error instanceof RunnerError && error.code === 'BAD_ANSWER');
        assert.match(error.message, message);
        assert.ok(error.message.includes(path.join(stateDir, 'runner.json')));
        return true;
      });
    });
  }

  it('refuses a file that others may read, and says how to close it', needsModes, async () => {
    const stateDir = makeDirectory();
    writeRunnerFile(stateDir, makeRunnerFile(stateDir));
    chmodSync(path.join(stateDir, 'runner.json'), 0o644);
    await assert.rejects(readRunnerFile(stateDir), isUnauthorized(/mode 0644.*chmod 600/));
  });

  it('refuses a directory that others may enter', needsModes, async () => {
    const stateDir = makeDirectory();
    writeRunnerFile(stateDir, makeRunnerFile(stateDir));
    chmodSync(stateDir, 0o755);
    await assert.rejects(readRunnerFile(stateDir), isUnauthorized(/mode 0755.*chmod 700/));
  });

  it('refuses what belongs to somebody else', needsRoot, async () => {
    const stateDir = makeDirectory();
    writeRunnerFile(stateDir, makeRunnerFile(stateDir));
    chownSync(path.join(stateDir, 'runner.json'), 1, 1);
    await assert.rejects(
      readRunnerFile(stateDir),
      isUnauthorized(/belongs to another user \(uid 1, not 0\)/),
    );
  });
});

function isUnauthorized(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RunnerError && error.code === 'UNAUTHORIZED', String(error));
    assert.match(error.message, message);
    return true;
  };
}
