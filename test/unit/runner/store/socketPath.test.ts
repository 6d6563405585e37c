import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { chooseSocketPath } from '../../../../src/runner/store/socketPath.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const onUnix = { skip: process.platform === 'win32' && 'platform: pipes have no path' };

describe('the path of the socket', onUnix, () => {
  checkLeaks();

  it('is in the state directory', () => {
    assert.equal(chooseSocketPath('/home/me/.state'), '/home/me/.state/runner.sock');
  });

  it('is in a private directory elsewhere when it would be too long, in bytes', () => {
    for (const long of ['x'.repeat(100), 'ü'.repeat(50)]) {
      const socketPath = chooseSocketPath(`/tmp/${long}`);
      assert.ok(Buffer.byteLength(socketPath) <= 103, socketPath);
      const directory = path.dirname(socketPath);
      assert.equal(statSync(directory).mode & 0o777, 0o700);
      rmSync(directory, { recursive: true });
    }
  });
});
