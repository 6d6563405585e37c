import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fireAndForget } from '../../../src/base/fireAndForget.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('fireAndForget', () => {
  checkLeaks();

  it('logs a failure with what was being done, and lets the process live', async () => {
    const errors: unknown[] = [];
    const logger = { ...silentLogger, error: (...entry: unknown[]) => errors.push(entry) };
    const cause = new Error('disk full');
    fireAndForget(Promise.reject(cause), 'Writing the log', logger);
    await new Promise(setImmediate);
    assert.deepEqual(errors, [['Writing the log failed', cause]]);
  });

  it('says nothing of a success', async () => {
    const logger = { ...silentLogger, error: () => assert.fail('nothing failed') };
    fireAndForget(Promise.resolve(), 'Writing the log', logger);
    await new Promise(setImmediate);
  });
});
