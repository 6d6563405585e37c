import assert from 'node:assert/strict';
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { RUNNER_FILE_NAME, type RunnerFile } from '../../../../src/protocol/runnerFile.ts';
import {
  readRunnerFile,
  removeRunnerFile,
  writeRunnerFile,
} from '../../../../src/runner/store/runnerFileStore.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';

const content: RunnerFile = {
  protocolVersion: 1,
  version: '1.0.0',
  buildId: 'b',
  pid: 42,
  startedAtMs: 5,
  socketPath: '/tmp/runner.sock',
  token: 'secret',
};

describe('the runner file', () => {
  checkLeaks();
  const directory = temporaryDirectory();
  const file = path.join(directory, RUNNER_FILE_NAME);

  it('is read as it was written, by its user only', () => {
    const umask = process.umask(0);
    writeRunnerFile(directory, content);
    process.umask(umask);
    assert.deepEqual(readRunnerFile(directory), content);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it('takes the place of an older one, however open that was', () => {
    writeFileSync(file, '{}');
    chmodSync(file, 0o666);
    writeRunnerFile(directory, content);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), content);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(directory), [RUNNER_FILE_NAME]);
  });

  it('tells nothing when it is damaged or not there', () => {
    for (const damaged of ['', '{', '[]', JSON.stringify({ ...content, pid: 'x' })]) {
      writeFileSync(file, damaged);
      assert.equal(readRunnerFile(directory), undefined);
    }
    removeRunnerFile(directory);
    removeRunnerFile(directory);
    assert.equal(readRunnerFile(directory), undefined);
  });
});
