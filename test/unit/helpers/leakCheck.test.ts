import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { runNode, type NodeResult } from '../../helpers/runNode.ts';

const fixture = path.join(import.meta.dirname, '../../fixtures/leaks/leakySuite.ts');
const needsProc = { skip: process.platform !== 'linux' && 'platform: processes are found through /proc' };

describe('leak check', { concurrency: true }, () => {
  checkLeaks();

  it('is silent about a suite that cleans up after itself', async () => {
    const { code, output } = await runLeakySuite('nothing');
    assert.equal(code, 0, output);
  });

  it('names a child that was left running, and kills it', needsProc, async () => {
    const { code, output } = await runLeakySuite('child');
    assert.notEqual(code, 0);
    assert.match(output, /left processes running:\s+\d+ sleep 301/);
  });

  it('finds one that has left its parent and its session', needsProc, async () => {
    const { code, output } = await runLeakySuite('orphan');
    assert.notEqual(code, 0);
    assert.match(output, /left processes running:\s+\d+ sleep 302/);
  });

  it('names a timer and a server that were left open', async () => {
    const [timer, server] = await Promise.all([runLeakySuite('timer'), runLeakySuite('server')]);
    assert.match(timer.output, /Still open: Timeout/);
    assert.match(server.output, /Still open: TCPServerWrap/);
  });
});

/** That nothing of it survives is checked by this suite's own leak check. */
function runLeakySuite(leak: string): Promise<NodeResult> {
  return runNode(fixture, leak);
}
