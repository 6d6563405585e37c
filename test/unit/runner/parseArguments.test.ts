import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { DEFAULT_LOG_LIMITS } from '../../../src/runner/output/logStore.ts';
import { parseArguments, USAGE } from '../../../src/runner/parseArguments.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('parseArguments', () => {
  checkLeaks();

  it('serves on standard input and output', () => {
    assert.deepEqual(parseArguments(['--stdio']).mode, {
      kind: 'stdio',
      stateDir: undefined,
      logLimits: DEFAULT_LOG_LIMITS,
    });
    const { mode } = parseArguments(['--stdio', '--state-dir', 'sub']);
    assert.ok(mode.kind === 'stdio' && mode.stateDir === path.resolve('sub'));
  });

  it('serves as a daemon of a directory', () => {
    const { mode, verbose } = parseArguments(['--daemon', '--state-dir=/some/where', '--verbose']);
    assert.ok(mode.kind === 'daemon' && mode.stateDir === path.resolve('/some/where'));
    assert.equal(verbose, true);
    assert.equal(parseArguments(['--stdio']).verbose, false);
  });

  it('takes other limits for logs', () => {
    const limits = ['--log-process-mib', '2', '--log-total-mib=0.5', '--log-age-hours', '24'];
    const { mode } = parseArguments(['--stdio', ...limits]);
    assert.ok(mode.kind === 'stdio');
    assert.deepEqual(mode.logLimits, {
      processBytes: 2 * 1024 * 1024,
      totalBytes: 512 * 1024,
      ageMs: 24 * 60 * 60 * 1000,
    });
  });

  it('lets a daemon that nobody needs end sooner or later', () => {
    const daemon = ['--daemon', '--state-dir', 'x'];
    const [byDefault, sooner] = [[], ['--idle-exit-ms', '150']].map((more) =>
      parseArguments([...daemon, ...more]),
    );
    assert.ok(byDefault?.mode.kind === 'daemon' && byDefault.mode.idleExitMs === 60_000);
    assert.ok(sooner?.mode.kind === 'daemon' && sooner.mode.idleExitMs === 150);
  });

  it('puts help and version before everything else', () => {
    assert.deepEqual(parseArguments(['--daemon', '--help']).mode, { kind: 'help' });
    assert.deepEqual(parseArguments(['--version', '--stdio']).mode, { kind: 'version' });
    assert.match(USAGE, /--daemon --state-dir DIR/);
  });

  const senseless: [string[], RegExp][] = [
    [[], /exactly one of --stdio and --daemon/],
    [['--stdio', '--daemon', '--state-dir', 'x'], /exactly one/],
    [['--daemon'], /--daemon needs --state-dir DIR/],
    [['--daemon', '--state-dir', ''], /--state-dir needs a directory/],
    [['--daemon', '--state-dir'], /--state-dir/],
    [['--stdoi'], /--stdoi/],
    [['--stdio', 'more'], /more/],
    [['--stdio', '--log-total-mib', 'lots'], /--log-total-mib needs a positive number, and "lots" is none/],
    [['--stdio', '--log-age-hours', '0'], /positive number/],
    [['--stdio', '--log-age-hours='], /positive number/],
    [['--offload', 'everything'], /no tool everything/],
  ];
  for (const [args, message] of senseless) {
    it(`says what is wrong with [${args.join(' ')}]`, () => {
      const { mode } = parseArguments(args);
      assert.ok(mode.kind === 'invalid');
      assert.match(mode.message, message);
    });
  }
});
