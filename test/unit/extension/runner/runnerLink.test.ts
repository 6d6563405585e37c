import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSystemClock, type Clock } from '../../../../src/base/clock.ts';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { RunnerConnection } from '../../../../src/client/runnerConnection.ts';
import { ANSWER_LIMIT_MS } from '../../../../src/extension/runner/answerInTime.ts';
import { RestrictedModeError } from '../../../../src/extension/runner/restrictedMode.ts';
import { RunnerLink } from '../../../../src/extension/runner/runnerLink.ts';
import { connectTo } from '../../../fakes/connectedPair.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { FakeRunner, refusal } from '../../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('RunnerLink', () => {
  checkLeaks();

  it('starts nothing to find out that there is nothing', async () => {
    const world = setUp();
    assert.equal(await world.link.attach(), undefined);
    assert.equal(world.link.current(), undefined);
    assert.equal(world.starts(), 0);
    world.link.dispose();
  });

  it('joins the session of a runner that lives, and tells what is in it', async () => {
    const world = setUp({ isAlive: true });
    const joined = await world.link.attach();
    assert.deepEqual(joined?.session, { id: 's1', name: '/srv/app', cwd: '/srv/app' });
    assert.equal(world.link.current(), joined);
    assert.deepEqual(world.connected, [['p1']]);
    world.link.dispose();
  });

  it('starts one runner for all who ask for one', async () => {
    const world = setUp();
    const [first, second] = await Promise.all([world.link.ensure(), world.link.ensure()]);
    assert.equal(first, second);
    assert.equal(await world.link.ensure(), first);
    assert.equal(world.starts(), 1);
    world.link.dispose();
  });

  it('shares one failure, and tries again for the next who asks', async () => {
    const world = setUp({ startError: new Error('no runner') });
    const both = await Promise.allSettled([world.link.ensure(), world.link.ensure()]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(world.starts(), 1);
    world.recover();
    await world.link.ensure();
    assert.equal(world.starts(), 2);
    world.link.dispose();
  });

  it('starts nothing where it is forbidden', async () => {
    const world = setUp({ isForbidden: true });
    await assert.rejects(world.link.ensure(), RestrictedModeError);
    assert.equal(world.starts(), 0);
    world.link.dispose();
  });

  it('closes a connection whose session cannot be opened', async () => {
    const world = setUp({ isAlive: true, refusesSession: true });
    await assert.rejects(world.link.attach(), /no such luck/);
    assert.equal(world.link.current(), undefined);
    await assert.rejects(world.connections[0]!.request('runner/status', {}));
    world.link.dispose();
  });

  it('gives up on a runner that does not answer, and closes the connection', async () => {
    const clock = new FakeClock();
    const world = setUp({ isAlive: true, clock, hangs: true });
    const attached = assert.rejects(world.link.attach(), /has not answered for 10 seconds/);
    await eventually(() => world.asked().includes('session/open'));
    clock.advance(ANSWER_LIMIT_MS);
    await attached;
    assert.equal(world.link.current(), undefined);
    await assert.rejects(world.connections[0]!.request('runner/status', {}));
    world.link.dispose();
  });

  it('comes back by itself when only the connection broke', async () => {
    const world = setUp({ isAlive: true });
    const before = await world.link.attach();
    world.breakConnection();
    await eventually(() => world.link.current() !== undefined && world.link.current() !== before);
    assert.deepEqual(world.connected, [['p1'], ['p1']]);
    assert.deepEqual(world.lost, []);
    world.link.dispose();
  });

  it('says once that the runner is gone when it does not come back', async () => {
    const world = setUp({ isAlive: true });
    await world.link.attach();
    world.end();
    world.breakConnection();
    await eventually(() => assert.equal(world.lost.length, 1));
    assert.equal(world.link.current(), undefined);
    assert.equal(world.starts(), 0);
    world.link.dispose();
  });

  it('does not keep a command waiting for a runner that is gone', async () => {
    const world = setUp({ isAlive: true });
    await world.link.attach();
    world.end();
    world.breakConnection();
    await eventually(() => world.link.current() === undefined);
    const beganMs = performance.now();
    await world.link.ensure();
    assert.ok(performance.now() - beganMs < 1_000);
    assert.equal(world.lost.length, 1);
    world.link.dispose();
  });

  it('leaves the runner when it is disposed, and does not look for it again', async () => {
    const world = setUp({ isAlive: true });
    await world.link.attach();
    world.link.dispose();
    assert.equal(world.link.current(), undefined);
    await assert.rejects(world.connections[0]!.request('runner/status', {}));
    assert.deepEqual(world.lost, []);
  });
});

interface SetUp {
  isAlive?: boolean;
  isForbidden?: boolean;
  refusesSession?: boolean;
  startError?: Error;
  hangs?: boolean;
  clock?: Clock;
}

function setUp({
  isAlive = false,
  isForbidden = false,
  refusesSession = false,
  startError,
  hangs = false,
  clock = createSystemClock(globalThis),
}: SetUp = {}) {
  let alive = isAlive;
  let failure = startError;
  let starts = 0;
  const runner = new FakeRunner({
    'session/open': ({ name, cwd = '/' }) => {
      if (hangs) return new Promise(() => undefined);
      if (refusesSession) throw refusal('INTERNAL', 'no such luck');
      return { session: { id: 's1', name, cwd }, processes: [makeProcessInfo()] };
    },
  });
  const connections: RunnerConnection[] = [];
  const connect = async (): Promise<RunnerConnection> => {
    const { connection } = await connectTo(runner);
    connections.push(connection);
    return connection;
  };
  const link = new RunnerLink({
    clock,
    logger: silentLogger,
    throwIfForbidden: () => {
      if (isForbidden) throw new RestrictedModeError();
    },
    find: () => (alive ? connect() : Promise.resolve(undefined)),
    start: () => {
      starts += 1;
      if (failure !== undefined) return Promise.reject(failure);
      alive = true;
      return connect();
    },
    session: () => Promise.resolve({ name: '/srv/app', cwd: '/srv/app' }),
  });
  const connected: string[][] = [];
  const lost: string[] = [];
  link.onDidConnect(({ processes }) => connected.push(processes.map(({ id }) => id)));
  link.onDidLose((why) => lost.push(why));
  return {
    link,
    connections,
    connected,
    lost,
    starts: () => starts,
    asked: () => runner.methodsAsked(),
    recover: () => (failure = undefined),
    end: () => (alive = false),
    /** Ends the newest connection from the runner's side. */
    breakConnection: () => runner.connections.at(-1)?.end(),
  };
}
