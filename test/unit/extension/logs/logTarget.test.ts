import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logAddress, logFileName, parseLogQuery } from '../../../../src/extension/logs/logTarget.ts';

describe('logAddress', () => {
  for (const target of [
    { processId: 'p1', from: 0 },
    { processId: 'a b&c', from: 0, around: 123_456_789_012 },
    { processId: 'p1', run: 3, from: 4_096 },
  ]) {
    it(`is read again as ${JSON.stringify(target)}`, () => {
      assert.deepEqual(parseLogQuery(logAddress({ title: 'web' }, target).query), target);
    });
  }

  it('has a name that a file can have', () => {
    assert.equal(logAddress({ title: 'web' }, { processId: 'p1', run: 2, from: 0 }).path, '/web (run 2).log');
    assert.equal(
      logAddress({ title: 'web' }, { processId: 'p1', from: 0, around: 9 }).path,
      '/web (part).log',
    );
    assert.equal(logFileName({ title: 'cat /etc/hosts | wc' }), 'cat etc hosts wc.log');
    assert.equal(logFileName({ title: ' ' }), 'process.log');
    assert.ok(logFileName({ title: 'x'.repeat(500) }).length < 100);
  });

  for (const query of [
    '',
    'processId=p1',
    'processId=&from=0',
    'processId=p1&from=-1',
    'from=x&processId=p1',
  ]) {
    it(`is not "${query}"`, () => {
      assert.equal(parseLogQuery(query), undefined);
    });
  }
});
