import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deferred } from '../../../../src/base/deferred.ts';
import type { WaitUntil } from '../../../../src/protocol/process.ts';
import { Refusal } from '../../../../src/runner/domain/refusal.ts';
import { waitForProcess } from '../../../../src/runner/scheduling/waitForProcess.ts';
import { FakeWorld } from '../../../fakes/fakeWorld.ts';
import { makeProcess, makeRunning } from '../../../fakes/makeProcess.ts';
import { whileTimePasses } from '../../../fakes/whileTimePasses.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('waitForProcess', () => {
  checkLeaks();

  for (const until of ['started', 'ready'] as const) {
    it(`until ${until}: resolves at once for one that runs`, async () => {
      const world = new FakeWorld();
      const { process } = await makeRunning(world);
      await waitForProcess(world.clock, process, { until });
    });

    it(`until ${until}: resolves when a pending one runs`, async () => {
      const world = new FakeWorld();
      const process = makeProcess(world);
      const wait = waitForProcess(world.clock, process, { until });
      await process.start();
      await wait;
    });

    it(`until ${until}: refuses with the reason when it cannot be started`, async () => {
      const world = new FakeWorld();
      world.startFailure = { code: 'SPAWN_FAILED', message: 'no such file', errno: 'ENOENT' };
      const process = makeProcess(world);
      const wait = waitForProcess(world.clock, process, { until });
      await process.start();
      const isSpawnFailure = (error: unknown): boolean =>
        error instanceof Refusal && error.code === 'SPAWN_FAILED' && error.errno === 'ENOENT';
      await assert.rejects(wait, isSpawnFailure);
      await assert.rejects(waitForProcess(world.clock, process, { until }), isSpawnFailure);
    });

    it(`until ${until}: refuses when it was stopped before`, async () => {
      const world = new FakeWorld();
      const process = makeProcess(world);
      const wait = waitForProcess(world.clock, process, { until });
      const refused = assert.rejects(wait, refusal('PROCESS_NOT_ACTIVE', /cancelled/));
      await process.stop({});
      await refused;
    });
  }

  it('until ended: resolves however it ends, and at once when it has', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    const wait = waitForProcess(world.clock, process, { until: 'ended' });
    child.exit({ kind: 'exited', exit: { code: 1 } });
    await wait;
    await waitForProcess(world.clock, process, { until: 'ended' });
  });

  it('until started: resolves for one that has run and ended', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.exit({ kind: 'exited', exit: { code: 1 } });
    await waitForProcess(world.clock, process, { until: 'ended' });
    await waitForProcess(world.clock, process, { until: 'started' });
  });

  it('until ready: refuses for one that has ended, with what went wrong', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.exit({ kind: 'exited', exit: { code: 4 } });
    await waitForProcess(world.clock, process, { until: 'ended' });
    await assert.rejects(
      waitForProcess(world.clock, process, { until: 'ready' }),
      refusal('UNEXPECTED_EXIT', /exit code 4/),
    );
  });

  it('until started: refuses for a terminal whose command turned out not to be one', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    const error = { code: 'SPAWN_FAILED', message: 'no such file', errno: 'ENOENT' } as const;
    child.exit({ kind: 'execFailed', error });
    await waitForProcess(world.clock, process, { until: 'ended' });
    const wait = waitForProcess(world.clock, process, { until: 'started' });
    await assert.rejects(wait, refusal('SPAWN_FAILED', /no such file/));
  });

  it('goes on waiting for the end of one that is stopping', async () => {
    const world = new FakeWorld();
    const { process } = await makeRunning(world);
    const wait = waitForProcess(world.clock, process, { until: 'ended' });
    await whileTimePasses(world.clock, process.stop({}));
    await wait;
  });

  it('refuses when time is up, saying where the process stands', async () => {
    const world = new FakeWorld();
    const { process } = await makeRunning(world);
    const wait = waitForProcess(world.clock, process, { until: 'ended', timeoutMs: 500 });
    const refused = assert.rejects(wait, refusal('WAIT_TIMED_OUT', /not ended after 500 ms; it is running/));
    world.clock.advance(500);
    await refused;
  });

  it('is settled once: neither time nor moves that come later change anything', async () => {
    const world = new FakeWorld();
    const gate = new Deferred<undefined>();
    world.startGate = gate.promise;
    const process = makeProcess(world);
    const start = process.start();
    const outcomes: string[] = [];
    const waits = (['started', 'ended'] satisfies WaitUntil[]).map((until) =>
      waitForProcess(world.clock, process, { until, timeoutMs: 100 }).then(
        () => outcomes.push(`${until} reached`),
        () => outcomes.push(`${until} refused`),
      ),
    );
    gate.resolve(undefined);
    await start;
    world.clock.advance(100);
    world.child.exit();
    world.clock.advance(100);
    await Promise.all(waits);
    assert.deepEqual(outcomes, ['started reached', 'ended refused']);
  });
});

function refusal(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.code === code && message.test(error.message);
}
