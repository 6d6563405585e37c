import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { RunningRequests } from '../../../../src/runner/rpc/runningRequests.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('RunningRequests', () => {
  checkLeaks();

  it('aborts the one request that is cancelled', async () => {
    const running = new RunningRequests();
    const [one, other] = [new CancellationTokenSource(), new CancellationTokenSource()];
    const first = running.track(one.token, whenAborted);
    const { promise: second, resolve: answer } = Promise.withResolvers<string>();
    const tracked = running.track(other.token, () => second);
    one.cancel();
    assert.equal(await first, 'aborted');
    answer('answered');
    assert.equal(await tracked, 'answered');
  });

  it('aborts them all when the client has gone', async () => {
    const running = new RunningRequests();
    const requests = [1, 2].map(() => running.track(new CancellationTokenSource().token, whenAborted));
    running.abortAll();
    assert.deepEqual(await Promise.all(requests), ['aborted', 'aborted']);
  });

  it('leaves alone what has been answered, also with an error', async () => {
    const running = new RunningRequests();
    const signals: AbortSignal[] = [];
    const { token } = new CancellationTokenSource();
    await running.track(token, (signal) => Promise.resolve(signals.push(signal)));
    const failing = running.track(token, (signal) => {
      signals.push(signal);
      return Promise.reject(new Error('wrong'));
    });
    await assert.rejects(failing, { message: 'wrong' });
    running.abortAll();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false, false],
    );
  });
});

function whenAborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('aborted'));
  });
}
