import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runCli } from '../../../src/cli/runCli.ts';
import { RunnerError } from '../../../src/client/runnerError.ts';
import { FakeCli } from '../../fakes/fakeCli.ts';
import { FakeForeground } from '../../fakes/fakeForeground.ts';

describe('the command line', () => {
  for (const [args, sentence] of [
    [
      ['run', '--bogus', 'x'],
      'unknown option \'--bogus\'. Run "procession run --help" to see what it takes.',
    ],
    [['run'], 'missing required argument \'command\'. Run "procession run --help" to see what it takes.'],
    [['lss'], 'unknown command \'lss\' (Did you mean ls?). Run "procession --help" to see what it takes.'],
    [
      ['ls', 'x'],
      'too many arguments for \'ls\'. Expected 0 arguments but got 1. Run "procession ls --help" to see what it takes.',
    ],
    [['stop'], 'name at least one process, or --all. Run "procession stop --help" to see what it takes.'],
    [
      ['stop', '--signal', '9', 'x'],
      "option '--signal <name>' argument '9' is invalid. It must be the name of a signal, such as SIGINT. " +
        'Run "procession stop --help" to see what it takes.',
    ],
    [
      ['stop', '--grace', 'soon', 'x'],
      "option '--grace <milliseconds>' argument 'soon' is invalid. It must be a number of milliseconds. " +
        'Run "procession stop --help" to see what it takes.',
    ],
  ] as const) {
    it(`refuses "${args.join(' ')}" in one sentence, with 2`, async () => {
      const cli = new FakeCli(undefined);
      assert.equal(await runCli(args, cli), 2);
      assert.equal(cli.stderr.text, `procession: ${sentence}\n`);
      assert.equal(cli.stdout.text, '');
    });
  }

  it('shows its help: when asked, or, with 2, when it was told nothing', async () => {
    for (const [args, exitCode, stream] of [
      [['--help'], 0, 'stdout'],
      [['run', '--help'], 0, 'stdout'],
      [[], 2, 'stderr'],
    ] as const) {
      const cli = new FakeCli(undefined);
      assert.equal(await runCli(args, cli), exitCode);
      assert.match(cli[stream].text, /^Usage: procession /);
    }
  });

  it('says its version', async () => {
    const cli = new FakeCli(undefined);
    assert.equal(await runCli(['--version'], cli), 0);
    assert.match(cli.stdout.text, /^\d+\.\d+\.\d+.*\n$/);
  });

  it('takes the state directory before or after the command', async () => {
    for (const args of [
      ['--state-dir', '/s', 'ls'],
      ['ls', '--state-dir', '/s'],
    ]) {
      const cli = new FakeCli(undefined);
      assert.equal(await runCli(args, cli), 0);
      assert.deepEqual(cli.asked, ['/s']);
    }
  });

  it("leaves the command's own options to the command", async () => {
    const foreground = new FakeForeground();
    foreground.end({ exit: { code: 0 } });
    const cli = new FakeCli(foreground.runner);
    assert.equal(await runCli(['run', '--name', 'n', 'serve', '--name', 'm', '--', '--json'], cli), 0);
    const [{ spec }] = foreground.paramsOf('process/spawn') as [{ spec: Record<string, unknown> }];
    assert.deepEqual(
      [spec['name'], spec['command'], spec['args']],
      ['n', 'serve', ['--name', 'm', '--', '--json']],
    );
  });

  it('takes a signal by its short name', async () => {
    const cli = new FakeCli(undefined);
    assert.equal(await runCli(['stop', '--signal', 'int', 'x'], cli), 1);
    assert.match(cli.stderr.text, /no runner is running/);
  });

  it('tells what the runner refuses in its sentence, with 1', async () => {
    const cli = new FakeCli(undefined);
    cli.runner.find = () => Promise.reject(new RunnerError('PROTOCOL_MISMATCH', 'Versions differ.'));
    assert.equal(await runCli(['ls'], cli), 1);
    assert.equal(cli.stderr.text, 'procession: Versions differ.\n');
  });

  it('tells a fault of its own with the stack', async () => {
    const cli = new FakeCli(undefined);
    cli.runner.find = () => Promise.reject(new TypeError('oops'));
    assert.equal(await runCli(['ls'], cli), 1);
    assert.match(cli.stderr.text, /^procession: TypeError: oops\n +at /);
  });

  it('is quiet when nobody reads what it says', async () => {
    const cli = new FakeCli(undefined);
    cli.stdout.isBroken = true;
    assert.equal(await runCli(['ls'], cli), 1);
    assert.equal(cli.stderr.text, '');
  });
});
