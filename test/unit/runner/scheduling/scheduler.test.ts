import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deferred } from '../../../../src/base/deferred.ts';
import type { ProcessSpec } from '../../../../src/protocol/process.ts';
import { AdapterRegistry } from '../../../../src/runner/adapters/adapterRegistry.ts';
import { Refusal } from '../../../../src/runner/domain/refusal.ts';
import { RUN_MARK } from '../../../../src/runner/execution/run.ts';
import type { ManagedProcess } from '../../../../src/runner/scheduling/managedProcess.ts';
import { Scheduler, type ProcessHome } from '../../../../src/runner/scheduling/scheduler.ts';
import { FakeWorld, type FakeChild } from '../../../fakes/fakeWorld.ts';
import { whileTimePasses } from '../../../fakes/whileTimePasses.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const home: ProcessHome = { sessionId: 's1', cwd: '/srv/app', env: { FROM_SESSION: 'yes', SECRET: 'x' } };

describe('Scheduler: spawn', () => {
  checkLeaks();

  it('tells of the creation and of every move, and gives each process its own id', async () => {
    const { scheduler, changes, spawn } = setUp();
    const { process } = await spawn();
    const other = await spawn();
    assert.notEqual(process.id, other.process.id);
    assert.match(process.id, /^[0-9a-f]{8}$/);
    assert.deepEqual(
      changes.filter((line) => line.startsWith(process.id)).map((line) => line.slice(9)),
      ['created pending', 'moved pending→starting', 'moved starting→running'],
    );
    assert.equal(scheduler.get(process.id), process);
    assert.deepEqual(scheduler.list(), [process, other.process]);
  });

  it('runs the command of the spec in the layers of its environment', async () => {
    const { child } = await setUp().spawn({ args: ['-x'], cwd: 'sub', env: { SECRET: null, MINE: '1' } });
    const { file, args, cwd, env } = child.command;
    assert.deepEqual([file, args, cwd], ['server', ['-x'], '/srv/app/sub']);
    assert.equal(env['FROM_RUNNER'], 'yes');
    assert.equal(env['FROM_SESSION'], 'yes');
    assert.equal(env['MINE'], '1');
    assert.equal(env['PWD'], '/srv/app/sub');
    assert.ok(!('SECRET' in env));
  });

  it("takes the caller's environment in place of the runner's, if it brings one", async () => {
    const { child } = await setUp().spawn({ baseEnv: { FROM_CALLER: 'yes', ELECTRON_RUN_AS_NODE: '1' } });
    const { env } = child.command;
    assert.deepEqual(
      [env['FROM_CALLER'], env['FROM_RUNNER'], env['ELECTRON_RUN_AS_NODE']],
      ['yes', undefined, undefined],
    );
  });

  it('marks each run as none before it', async () => {
    const { scheduler, world, spawn } = setUp();
    const { process, child } = await spawn();
    child.exit();
    await ended(process);
    await scheduler.restart(process);
    const [first, second] = world.children.map(({ command }) => command.env);
    assert.notEqual(first?.[RUN_MARK], second?.[RUN_MARK]);
    assert.equal(first?.['PROCESSION_PROCESS_ID'], process.id);
    assert.equal(second?.['PROCESSION_PROCESS_ID'], process.id);
  });

  it('refuses at once and without a trace what can be seen to be wrong', () => {
    const { scheduler, changes } = setUp();
    assert.throws(
      () => scheduler.spawn(home, { command: 'x', adapter: 'cobol' }),
      refusal('NO_SUCH_ADAPTER', /"cobol".*"exec", "shell"/),
    );
    assert.throws(
      () => scheduler.spawn(home, { command: 'x', stop: { signal: 'SIGNOPE' } }),
      refusal('INVALID_PARAMS', /SIGNOPE/),
    );
    assert.deepEqual([changes, scheduler.list()], [[], []]);
  });

  it('lists the processes of one session', async () => {
    const { scheduler, spawn } = setUp();
    const { process } = await spawn();
    const other = scheduler.spawn({ ...home, sessionId: 's2' }, { command: 'x' });
    assert.deepEqual(scheduler.list('s1'), [process]);
    assert.deepEqual(scheduler.list('s2'), [other]);
  });

  it('does not know what was never spawned', () => {
    assert.throws(() => setUp().scheduler.get('nope'), refusal('NO_SUCH_PROCESS', /"nope"/));
  });

  it('passes new output on', async () => {
    const { scheduler, spawn } = setUp();
    const { process, child } = await spawn();
    const heard: ManagedProcess[] = [];
    scheduler.onDidOutput((source) => heard.push(source));
    child.print('x');
    assert.deepEqual(heard, [process]);
  });
});

describe('Scheduler: stop, kill, signal', () => {
  checkLeaks();

  it('refuses with the survivors when something could not be ended', async () => {
    const { scheduler, world, spawn } = setUp();
    const { process, child } = await spawn();
    child.diesOf = [];
    await assert.rejects(
      whileTimePasses(world.clock, scheduler.kill(process)),
      refusal('STOP_FAILED', /1000 \(server\)/),
    );
  });

  it('refuses a signal that the platform does not have, and sends nothing', async () => {
    const { scheduler, spawn } = setUp();
    const { process, child } = await spawn();
    await assert.rejects(scheduler.signal(process, 'SIGNOPE'), refusal('INVALID_PARAMS', /SIGNOPE/));
    await assert.rejects(
      scheduler.stop(process, { signal: 'SIGNOPE' }),
      refusal('INVALID_PARAMS', /SIGNOPE/),
    );
    await scheduler.signal(process, 'SIGUSR2');
    assert.deepEqual(child.signals, ['SIGUSR2']);
  });
});

describe('Scheduler: restart', () => {
  checkLeaks();

  it('ends what runs, and starts it again under the same id', async () => {
    const { scheduler, world, changes, spawn } = setUp();
    const { process } = await spawn();
    changes.length = 0;
    await whileTimePasses(world.clock, scheduler.restart(process));
    assert.deepEqual(
      changes.map((line) => line.slice(9)),
      [
        'moved running→stopping',
        'moved stopping→stopped',
        'moved stopped→pending',
        'moved pending→starting',
        'moved starting→running',
      ],
    );
    assert.deepEqual([process.run, process.restarts, world.children.length], [2, 1, 2]);
  });

  it('starts one that has ended, well or badly', async () => {
    for (const code of [0, 1]) {
      const { scheduler, spawn } = setUp();
      const { process, child } = await spawn();
      child.exit({ kind: 'exited', exit: { code } });
      await ended(process);
      await scheduler.restart(process);
      assert.equal(process.state.kind, 'running');
    }
  });

  it('starts it once when it is asked twice at the same time', async () => {
    const { scheduler, world, spawn } = setUp();
    const { process } = await spawn();
    const restarts = [scheduler.restart(process), scheduler.restart(process)];
    await whileTimePasses(world.clock, Promise.all(restarts));
    assert.deepEqual([process.run, world.children.length], [2, 2]);
    await whileTimePasses(world.clock, scheduler.restart(process));
    assert.equal(process.run, 3);
  });

  it('leaves one alone that could not be ended', async () => {
    const { scheduler, world, spawn } = setUp();
    const { process, child } = await spawn();
    child.diesOf = [];
    const restart = scheduler.restart(process);
    await assert.rejects(whileTimePasses(world.clock, restart), refusal('STOP_FAILED', /SIGKILL/));
    assert.equal(world.children.length, 1);
  });

  it('starts one that could not be ended earlier, when it is asked again', async () => {
    const { scheduler, world, spawn } = setUp();
    const { process, child } = await spawn();
    child.diesOf = [];
    await assert.rejects(whileTimePasses(world.clock, scheduler.kill(process)), refusal('STOP_FAILED'));
    await scheduler.restart(process);
    assert.deepEqual([process.state.kind, world.children.length], ['running', 2]);
  });
});

describe('Scheduler: remove', () => {
  checkLeaks();

  it('forgets one that has ended', async () => {
    const { scheduler, changes, spawn } = setUp();
    const { process, child } = await spawn();
    child.exit();
    await ended(process);
    scheduler.remove(process);
    assert.equal(changes.at(-1), `${process.id} removed stopped`);
    assert.deepEqual(scheduler.list(), []);
    assert.throws(() => scheduler.get(process.id), refusal('NO_SUCH_PROCESS'));
  });

  it('refuses one that is active', async () => {
    const { scheduler, spawn } = setUp();
    const { process } = await spawn();
    assert.throws(() => scheduler.remove(process), refusal('PROCESS_ACTIVE', /running; stop it/));
    assert.deepEqual(scheduler.list(), [process]);
  });

  it('remembers the last 200 ended processes of a session, and all that live', async () => {
    const { scheduler, spawn } = setUp();
    const alive = await spawn();
    const processes: ManagedProcess[] = [];
    for (let i = 0; i < 205; i++) {
      const { process, child } = await spawn();
      child.exit();
      processes.push(process);
    }
    await eventually(() => processes.every(({ state }) => state.kind === 'stopped'));
    assert.deepEqual(scheduler.list(), [alive.process, ...processes.slice(5)]);
  });
});

describe('Scheduler: the end of everything', () => {
  checkLeaks();

  it('ends every process', async () => {
    const { scheduler, world, spawn } = setUp();
    const all = [await spawn(), await spawn(), await spawn()];
    all[2]?.child.exit();
    await whileTimePasses(world.clock, scheduler.stopAll());
    assert.deepEqual(
      all.map(({ process }) => process.state.kind),
      ['stopped', 'stopped', 'stopped'],
    );
  });

  it('ends one that is starting', async () => {
    const { scheduler, world } = setUp();
    const gate = new Deferred<undefined>();
    world.startGate = gate.promise;
    const process = scheduler.spawn(home, { command: 'x' });
    const stop = scheduler.stopAll();
    gate.resolve(undefined);
    await whileTimePasses(world.clock, stop);
    assert.equal(process.state.kind, 'stopped');
  });

  it('does not let a restart under way start anything', async () => {
    const { scheduler, world, spawn } = setUp();
    const { process } = await spawn();
    const restart = scheduler.restart(process);
    const refused = assert.rejects(restart, refusal('SHUTTING_DOWN'));
    await whileTimePasses(world.clock, scheduler.stopAll());
    await refused;
    assert.deepEqual([process.state.kind, world.children.length], ['stopped', 1]);
  });

  it('refuses whatever comes then', async () => {
    const { scheduler, spawn } = setUp();
    const { process, child } = await spawn();
    child.exit();
    await ended(process);
    await scheduler.stopAll();
    assert.throws(() => scheduler.spawn(home, { command: 'x' }), refusal('SHUTTING_DOWN'));
    await assert.rejects(scheduler.restart(process), refusal('SHUTTING_DOWN'));
  });
});

function setUp(): {
  world: FakeWorld;
  scheduler: Scheduler;
  changes: string[];
  spawn: (spec?: Partial<ProcessSpec>) => Promise<{ process: ManagedProcess; child: FakeChild }>;
} {
  const world = new FakeWorld();
  const runnerEnv = { FROM_RUNNER: 'yes', ELECTRON_RUN_AS_NODE: '1' };
  const scheduler = new Scheduler({ world, adapters: new AdapterRegistry(), runnerEnv, machine: 'here' });
  const changes: string[] = [];
  scheduler.onDidChange(({ change, process, from }) => {
    const move = from === undefined ? '' : `${from}→`;
    changes.push(`${process.id} ${change} ${move}${process.state.kind}`);
  });
  const spawn = async (
    spec: Partial<ProcessSpec> = {},
  ): Promise<{ process: ManagedProcess; child: FakeChild }> => {
    const process = scheduler.spawn(home, { command: 'server', ...spec });
    const { child } = world;
    // Nothing but promises has to be waited for, so this takes no time.
    while (process.state.kind === 'starting') await new Promise(setImmediate);
    assert.equal(process.state.kind, 'running');
    return { process, child };
  };
  return { world, scheduler, changes, spawn };
}

function ended(process: ManagedProcess): Promise<unknown> {
  return eventually(() => process.state.kind === 'stopped' || process.state.kind === 'failed');
}

function refusal(code: string, message = /./): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.code === code && message.test(error.message);
}
