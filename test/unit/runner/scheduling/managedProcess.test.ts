import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deferred } from '../../../../src/base/deferred.ts';
import { fireAndForget } from '../../../../src/base/fireAndForget.ts';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { ProcessError } from '../../../../src/protocol/process.ts';
import { Refusal } from '../../../../src/runner/domain/refusal.ts';
import type { ManagedProcess } from '../../../../src/runner/scheduling/managedProcess.ts';
import { FakeWorld } from '../../../fakes/fakeWorld.ts';
import { makeProcess, makeRunning } from '../../../fakes/makeProcess.ts';
import { whileTimePasses } from '../../../fakes/whileTimePasses.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const noSuchFile: ProcessError = { code: 'SPAWN_FAILED', message: 'no such file', errno: 'ENOENT' };

describe('ManagedProcess: start and end', () => {
  checkLeaks();

  it('goes from pending over starting to running', async () => {
    const process = makeProcess(new FakeWorld());
    const moves = movesOf(process);
    await process.start();
    assert.deepEqual(moves, ['pending→starting', 'starting→running']);
    assert.deepEqual(process.state, { kind: 'running', pid: 1000, startedAtMs: 0 });
    assert.equal(process.run, 1);
  });

  it('is started once, however often it is asked', async () => {
    const world = new FakeWorld();
    const process = makeProcess(world);
    await Promise.all([process.start(), process.start()]);
    await process.start();
    assert.equal(world.children.length, 1);
  });

  it('fails with what its start answered', async () => {
    const world = new FakeWorld();
    world.startFailure = noSuchFile;
    const process = makeProcess(world);
    const moves = movesOf(process);
    await process.start();
    assert.deepEqual(moves, ['pending→starting', 'starting→failed']);
    assert.deepEqual(process.state, {
      kind: 'failed',
      cause: 'spawnFailed',
      error: noSuchFile,
      endedAtMs: 0,
    });
  });

  it('does not stay in starting when its start breaks', async () => {
    const world = new FakeWorld();
    world.startGate = Promise.reject(new Error('broken'));
    const process = makeProcess(world);
    await process.start().catch(() => undefined);
    assert.equal(process.state.kind, 'failed');
  });

  it('ends when its child ends, and lets go of it', async () => {
    const { process, child } = await makeRunning(new FakeWorld());
    child.exit({ kind: 'exited', exit: { code: 3 } });
    await ended(process);
    assert.deepEqual(process.state, {
      kind: 'failed',
      cause: 'exited',
      exit: { code: 3 },
      error: { code: 'UNEXPECTED_EXIT', message: 'It ended with exit code 3.' },
      startedAtMs: 0,
      endedAtMs: 0,
    });
    assert.equal(child.isDisposed, true);
  });

  it('fails as not started when its child turns out never to have become the command', async () => {
    const { process, child } = await makeRunning(new FakeWorld());
    child.exit({ kind: 'execFailed', error: noSuchFile });
    await ended(process);
    assert.ok(process.state.kind === 'failed' && process.state.cause === 'spawnFailed');
  });

  it('has its output under one cursor over all runs', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    let heard = 0;
    process.onDidOutput(() => heard++);
    child.print('first');
    child.exit();
    await ended(process);
    process.requeue();
    await process.start();
    world.child.print('second');
    assert.equal(heard, 2);
    assert.equal(process.runCursor, 5);
    assert.equal(process.output.endCursor, 11);
    assert.deepEqual([process.run, process.restarts], [2, 1]);
  });

  it('cannot be requeued before it has ended', async () => {
    const { process } = await makeRunning(new FakeWorld());
    assert.throws(() => process.requeue(), refusal('PROCESS_ACTIVE'));
    assert.equal(process.restarts, 0);
  });
});

describe('ManagedProcess: input, size, signals', () => {
  checkLeaks();

  it('hands everything to the child', async () => {
    const { process, child } = await makeRunning(new FakeWorld(), { interactive: true });
    await process.write(Buffer.from('ls\n'));
    process.closeInput();
    process.resize(132, 50);
    await process.signal('SIGUSR1');
    assert.deepEqual([child.written, child.isInputClosed, child.sizes], [['ls\n'], true, ['132x50']]);
    assert.deepEqual(child.signals, ['SIGUSR1']);
  });

  it('refuses them when nothing runs', async () => {
    const process = makeProcess(new FakeWorld());
    await assert.rejects(process.write(Buffer.from('x')), refusal('PROCESS_NOT_ACTIVE'));
    await assert.rejects(process.signal('SIGINT'), refusal('PROCESS_NOT_ACTIVE'));
    assert.throws(() => process.closeInput(), refusal('PROCESS_NOT_ACTIVE'));
  });

  it('has a size only on a terminal, and keeps it for the next run', async () => {
    assert.throws(() => makeProcess(new FakeWorld()).resize(100, 40), refusal('NOT_A_TERMINAL'));
    const world = new FakeWorld();
    const process = makeProcess(world, { interactive: true });
    process.resize(100, 40);
    await process.start();
    assert.deepEqual(world.child.command.terminal, { cols: 100, rows: 40 });
  });
});

describe('ManagedProcess: stop', () => {
  checkLeaks();

  it('ends the child politely and says so when all of it is gone', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    const moves = movesOf(process);
    await whileTimePasses(world.clock, process.stop({}));
    assert.deepEqual(moves, ['running→stopping', 'stopping→stopped']);
    assert.deepEqual(child.signals, ['SIGTERM', 'SIGCONT']);
    assert.deepEqual(process.state, {
      kind: 'stopped',
      cause: 'cancelled',
      exit: { signal: 'SIGTERM' },
      startedAtMs: 0,
      endedAtMs: 2,
    });
  });

  it('takes signal and grace from the request, else from the spec', async () => {
    const world = new FakeWorld();
    const bySpec = await makeRunning(world, { stop: { signal: 'SIGINT' } });
    bySpec.child.diesOf = ['SIGINT'];
    await whileTimePasses(world.clock, bySpec.process.stop({}));
    const byRequest = await makeRunning(world, { stop: { signal: 'SIGINT' } });
    byRequest.child.diesOf = ['SIGQUIT'];
    await whileTimePasses(world.clock, byRequest.process.stop({ signal: 'SIGQUIT' }));
    assert.deepEqual([bySpec.child.signals[0], byRequest.child.signals[0]], ['SIGINT', 'SIGQUIT']);
  });

  it('hangs up a terminal as well, for the shells that ignore SIGTERM', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world, { interactive: true });
    child.diesOf = ['SIGHUP'];
    await whileTimePasses(world.clock, process.stop({}));
    assert.deepEqual(child.signals, ['SIGTERM', 'SIGHUP', 'SIGCONT']);
  });

  it('kills what the grace did not end', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.diesOf = ['SIGKILL'];
    const stop = process.stop({ graceMs: 3_000 });
    await passTime(world, 2_999, process);
    assert.ok(!child.signals.includes('SIGKILL'));
    await passTime(world, 200, process);
    await stop;
    assert.deepEqual(child.signals, ['SIGTERM', 'SIGCONT', 'SIGKILL']);
  });

  it('waits for what lives on after the child', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.diesOf = ['SIGKILL'];
    child.others = [{ pid: 77, startTime: '1', command: 'daemon' }];
    const stop = process.stop({});
    child.exit();
    await passTime(world, 1_000, process);
    assert.equal(kindOf(process), 'stopping');
    child.others = [];
    await passTime(world, 200, process);
    await stop;
    assert.ok(process.state.kind === 'stopped' && process.state.cause === 'cancelled');
  });

  it('fails when something survives, and names it', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.diesOf = [];
    child.others = [{ pid: 77, startTime: '1', command: 'daemon --fork' }];
    const stop = process.stop({ graceMs: 0 });
    await passTime(world, 6_000, process);
    await stop;
    assert.ok(process.state.kind === 'failed');
    assert.equal(process.state.error.code, 'STOP_FAILED');
    assert.match(process.state.error.message, /1000 \(server\), 77 \(daemon --fork\)/);
    assert.deepEqual(process.state.error.survivors, [
      { pid: 1000, command: 'server' },
      { pid: 77, command: 'daemon --fork' },
    ]);
  });

  it('fails when the tree cannot be looked at, instead of stopping for ever', async () => {
    const world = new FakeWorld();
    const { process } = await makeRunning(world);
    world.treeFault = new Error('no /proc here');
    await process.stop({});
    assert.ok(process.state.kind === 'failed');
    assert.match(process.state.error.message, /no \/proc here/);
  });

  it('joins a stop that is under way', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.diesOf = [];
    let over = 0;
    const stops = [process.stop({}), process.stop({}), process.stop({})].map((stop) =>
      stop.then(() => over++),
    );
    await passTime(world, 1_000, process);
    assert.deepEqual(child.signals, ['SIGTERM', 'SIGCONT']);
    assert.equal(over, 0);
    child.exit();
    await passTime(world, 200, process);
    await Promise.all(stops);
    assert.equal(over, 3);
  });

  it('is hurried by a kill', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.diesOf = ['SIGKILL'];
    const stop = process.stop({ graceMs: 60_000 });
    await eventually(() => child.signals.length === 2);
    const hurriedAtMs = world.clock.nowMs();
    await whileTimePasses(world.clock, Promise.all([process.kill(), stop]));
    assert.ok(world.clock.nowMs() - hurriedAtMs < 100);
    assert.deepEqual(child.signals, ['SIGTERM', 'SIGCONT', 'SIGKILL']);
  });

  it('ends at once by a kill', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    await whileTimePasses(world.clock, process.kill());
    assert.deepEqual(child.signals, ['SIGKILL']);
    assert.ok(process.state.kind === 'stopped' && process.state.cause === 'cancelled');
  });

  it('changes nothing of one that has ended', async () => {
    const { process, child } = await makeRunning(new FakeWorld());
    child.exit();
    await ended(process);
    const before = process.state;
    await process.stop({});
    await process.kill();
    assert.equal(process.state, before);
  });

  it('ends a pending one without starting it', async () => {
    const world = new FakeWorld();
    const process = makeProcess(world);
    await process.stop({});
    assert.deepEqual(process.state, { kind: 'stopped', cause: 'cancelled', endedAtMs: 0 });
    await process.start();
    assert.equal(world.children.length, 0);
  });
});

describe('ManagedProcess: stop while it is starting', () => {
  checkLeaks();

  it('ends the child as soon as there is one', async () => {
    const { process, world, open } = starting();
    const moves = movesOf(process);
    const stop = process.stop({});
    assert.deepEqual(process.state, { kind: 'stopping', cause: 'cancelled' });
    open();
    await whileTimePasses(world.clock, stop);
    assert.deepEqual(moves, ['starting→stopping', 'stopping→stopping', 'stopping→stopped']);
    assert.deepEqual(world.child.signals, ['SIGTERM', 'SIGCONT']);
  });

  it('is over when the start fails', async () => {
    const { process, world, open } = starting();
    world.startFailure = noSuchFile;
    const stop = process.stop({});
    open();
    await stop;
    assert.deepEqual(process.state, { kind: 'stopped', cause: 'cancelled', endedAtMs: 0 });
  });

  it('is by force when a kill has come as well, in whatever order', async () => {
    for (const first of ['stop', 'kill'] as const) {
      const { process, world, open } = starting();
      const ends = first === 'stop' ? [process.stop({}), process.kill()] : [process.kill(), process.stop({})];
      open();
      await whileTimePasses(world.clock, Promise.all(ends));
      assert.deepEqual(world.child.signals, ['SIGKILL'], `${first} first`);
    }
  });

  it('leaves nothing for the next run', async () => {
    const { process, world, open } = starting();
    world.startFailure = noSuchFile;
    const stop = process.stop({});
    open();
    await stop;
    world.startFailure = undefined;
    process.requeue();
    await process.start();
    assert.equal(process.state.kind, 'running');
    assert.deepEqual(world.child.signals, []);
  });
});

describe('ManagedProcess: stop while its end is being noted', () => {
  checkLeaks();

  it('does not end the run after it', async () => {
    const world = new FakeWorld();
    const { process, child } = await makeRunning(world);
    child.print('something to write down first');
    child.exit();
    // The child has been let go of, and its log is being completed: that takes more than these steps.
    while (!child.isDisposed) await Promise.resolve();
    assert.equal(process.state.kind, 'running');
    await process.stop({});
    process.requeue();
    await process.start();
    await new Promise(setImmediate);
    assert.deepEqual(world.child.signals, []);
    assert.equal(process.state.kind, 'running');
  });
});

/** A process whose child is being made until `open` is called. */
function starting(): { process: ManagedProcess; world: FakeWorld; open: () => void } {
  const world = new FakeWorld();
  const gate = new Deferred<undefined>();
  world.startGate = gate.promise;
  const process = makeProcess(world);
  const start = process.start();
  return {
    process,
    world,
    open: () => {
      gate.resolve(undefined);
      fireAndForget(start, 'Starting', { ...silentLogger, error: throwAgain });
    },
  };
}

function movesOf(process: ManagedProcess): string[] {
  const moves: string[] = [];
  process.onDidMove(({ from, to }) => moves.push(`${from.kind}→${to.kind}`));
  return moves;
}

function ended(process: ManagedProcess): Promise<unknown> {
  return eventually(() => process.state.kind === 'stopped' || process.state.kind === 'failed');
}

/** Turns the clock in small steps, with room for everything that waits for it; not past the end of the process. */
async function passTime(world: FakeWorld, ms: number, process: ManagedProcess): Promise<void> {
  for (let passed = 0; passed < ms && process.state.kind === 'stopping'; passed += 50) {
    await new Promise(setImmediate);
    world.clock.advance(Math.min(50, ms - passed));
  }
  await new Promise(setImmediate);
}

/** A look that the compiler does not take for the last one. */
function kindOf({ state }: ManagedProcess): string {
  return state.kind;
}

function throwAgain(message: string, error?: unknown): never {
  throw new Error(message, { cause: error });
}

function refusal(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.code === code;
}
