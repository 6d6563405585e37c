import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { run, type RunOptions } from '../../../../src/cli/commands/run.ts';
import { RunnerError } from '../../../../src/client/runnerError.ts';
import { FakeCli } from '../../../fakes/fakeCli.ts';
import { FakeForeground } from '../../../fakes/fakeForeground.ts';
import { refusal, type FakeHandlers } from '../../../fakes/fakeRunner.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('procession run: what it asks for', () => {
  checkLeaks();

  it("spawns the command with the caller's environment and folder, to be stopped with the caller", async () => {
    const { foreground } = await runToEnd({ args: ['-x', '--', 'y z'] });
    assert.deepEqual(foreground.paramsOf('process/spawn'), [
      {
        sessionId: 's1',
        spec: {
          command: 'serve',
          args: ['-x', '--', 'y z'],
          cwd: '/srv/app/src',
          baseEnv: { HOME: '/home/ada' },
          interactive: false,
          onClientGone: 'stop',
        },
      },
    ]);
  });

  it('passes on what the options say', async () => {
    const { foreground, cli } = await runToEnd({
      name: 'web',
      cwd: '../lib',
      keep: true,
      stateDir: '/state',
    });
    const [params] = foreground.paramsOf('process/spawn') as [{ spec: Record<string, unknown> }];
    const { name, cwd, onClientGone } = params.spec;
    assert.deepEqual({ name, cwd, onClientGone }, { name: 'web', cwd: '/srv/app/lib', onClientGone: 'keep' });
    assert.deepEqual(cli.asked, ['/state']);
  });

  it('opens a session of its own folder where there is none', async () => {
    const { foreground } = await runToEnd({});
    assert.deepEqual(foreground.paramsOf('session/open'), [{ name: '/srv/app/src', cwd: '/srv/app/src' }]);
  });

  it('joins the session of a folder above, as it is', async () => {
    const sessions = [{ id: 's7', name: 'my app', cwd: '/srv/app' }];
    const { foreground } = await runToEnd({}, { 'session/list': () => sessions });
    assert.deepEqual(foreground.paramsOf('session/open'), [{ name: 'my app' }]);
  });
});

describe('procession run: in the foreground', () => {
  checkLeaks();

  it('writes both streams to where they belong, and ends with the exit code', async () => {
    const { foreground, cli, ending } = start({});
    await ready(foreground);
    await foreground.print('out');
    await foreground.print('err', 'stderr');
    await foreground.print('put');
    foreground.end({ exit: { code: 3 } });
    assert.equal(await ending, 3);
    assert.deepEqual([cli.stdout.text, cli.stderr.text], ['output', 'err']);
  });

  it('ends with 127 and a sentence when there is no such command', async () => {
    const { foreground, cli, ending } = start({});
    const error = { code: 'SPAWN_FAILED', errno: 'ENOENT', message: 'There is no "serve".' } as const;
    foreground.end({ state: 'failed', error });
    assert.equal(await ending, 127);
    assert.equal(cli.stderr.text, 'procession: There is no "serve".\n');
  });

  it('says what was lost', async () => {
    const { foreground, cli, ending } = start({});
    await ready(foreground);
    await foreground.print('late', 'stdout', 1_000);
    foreground.end({ exit: { code: 0 } });
    assert.equal(await ending, 0);
    assert.equal(cli.stderr.text, 'procession: 1000 bytes of output came too fast and were lost.\n');
  });

  it('feeds its input to the process', async () => {
    const { foreground, cli, ending } = start({});
    cli.input.end('typed');
    await eventually(() => foreground.paramsOf('terminal/input').length === 2);
    foreground.end({ exit: { code: 0 } });
    assert.equal(await ending, 0);
  });

  it('hands a signal on and ends as the process does', async () => {
    const { foreground, cli, ending } = start({});
    await ready(foreground);
    cli.signals.fire('SIGINT');
    assert.equal(await ending, 130);
    assert.deepEqual(foreground.paramsOf('process/stop'), [{ processId: 'p1', signal: 'SIGINT' }]);
    assert.equal(cli.signals.hasListeners, false);
  });

  it('stops the process quietly when nobody reads its output any more', async () => {
    const { foreground, cli, ending } = start({});
    await ready(foreground);
    cli.stdout.isBroken = true;
    await foreground.print('more');
    assert.equal(await ending, 141);
    assert.deepEqual(foreground.paramsOf('process/stop'), [{ processId: 'p1' }]);
    assert.equal(cli.stderr.text, '');
  });

  it('says that the runner ended', async () => {
    const { foreground, ending } = start({});
    await ready(foreground);
    const rejected = assert.rejects(ending, (error) => {
      return error instanceof RunnerError && error.code === 'CONNECTION_CLOSED';
    });
    for (const connection of foreground.runner.connections) connection.end();
    await rejected;
  });

  it('explains a spawn that is refused', async () => {
    const refuse = (): never => {
      throw refusal('SPAWN_FAILED', 'No processes left.', 'EAGAIN');
    };
    const { ending } = start({}, { 'process/spawn': refuse });
    await assert.rejects(ending, { message: 'No processes left.', exitCode: 126 });
  });
});

describe('procession run --keep', () => {
  checkLeaks();

  it('leaves the process alone when the terminal closes, or nobody reads any more', async () => {
    const hungUp = start({ keep: true });
    await ready(hungUp.foreground);
    hungUp.cli.signals.fire('SIGHUP');
    assert.equal(await hungUp.ending, 129);

    const unread = start({ keep: true });
    await ready(unread.foreground);
    unread.cli.stdout.isBroken = true;
    await unread.foreground.print('more');
    assert.equal(await unread.ending, 141);

    for (const { foreground } of [hungUp, unread]) assert.deepEqual(foreground.paramsOf('process/stop'), []);
  });
});

describe('procession run --pty', () => {
  checkLeaks();

  it("gives the process a terminal of this one's size, tells when that changes, and gives this one back", async () => {
    const cli = new FakeCli(undefined);
    cli.input.isTTY = true;
    Object.assign(cli.stdout, { isTTY: true, columns: 120, rows: 40 });
    const { foreground, ending } = start({ pty: true }, {}, cli);
    await ready(foreground);
    const [{ spec }] = foreground.paramsOf('process/spawn') as [{ spec: Record<string, unknown> }];
    const { interactive, cols, rows } = spec;
    assert.deepEqual({ interactive, cols, rows }, { interactive: true, cols: 120, rows: 40 });
    assert.deepEqual(cli.input.rawModes, [true]);

    cli.stdout.columns = 80;
    cli.stdout.emit('resize');
    await eventually(() => foreground.paramsOf('terminal/resize').length === 1);
    assert.deepEqual(foreground.paramsOf('terminal/resize'), [{ processId: 'p1', cols: 80, rows: 40 }]);

    foreground.end({ exit: { code: 0 } });
    assert.equal(await ending, 0);
    assert.deepEqual(cli.input.rawModes, [true, false]);
    assert.equal(cli.stdout.listenerCount('resize'), 0);
  });

  it('leaves the size to the runner where no terminal shows it', async () => {
    const { foreground } = await runToEnd({ pty: true });
    const [{ spec }] = foreground.paramsOf('process/spawn') as [{ spec: Record<string, unknown> }];
    assert.deepEqual([spec['interactive'], spec['cols'], spec['rows']], [true, undefined, undefined]);
  });
});

function start(options: Partial<RunOptions>, handlers: FakeHandlers = {}, world?: FakeCli) {
  const foreground = new FakeForeground(handlers);
  const cli = new FakeCli(foreground.runner);
  const context = world === undefined ? cli : Object.assign(world, { runner: cli.runner });
  const ending = run(context, { command: 'serve', args: [], pty: false, keep: false, ...options });
  return { foreground, cli: context, ending };
}

async function runToEnd(options: Partial<RunOptions>, handlers: FakeHandlers = {}) {
  const started = start(options, handlers);
  started.foreground.end({ exit: { code: 0 } });
  assert.equal(await started.ending, 0);
  return started;
}

/** Waits until the command is attended. */
async function ready(foreground: FakeForeground): Promise<void> {
  await eventually(() => foreground.paramsOf('process/wait').length === 2);
}
