import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runCli } from '../../../../src/cli/runCli.ts';
import { Deferred } from '../../../../src/base/deferred.ts';
import type { ProcessInfo } from '../../../../src/protocol/process.ts';
import type { SearchMatch } from '../../../../src/protocol/search.ts';
import { FakeCli } from '../../../fakes/fakeCli.ts';
import { FakeLog } from '../../../fakes/fakeLog.ts';
import { FakeRunner, refusal, type FakeHandlers } from '../../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const OUTPUT = '\x1b[31mone\x1b[0m\ntwo\nthree\n';

const web = makeProcessInfo({ title: 'web', endCursor: OUTPUT.length });

describe('procession logs', () => {
  checkLeaks();

  it('prints all that is kept, byte for byte', async () => {
    assert.deepEqual(await run(['web']), { exitCode: 0, stdout: OUTPUT, stderr: '' });
  });

  it('prints the last lines', async () => {
    assert.equal((await run(['web', '--tail', '2'])).stdout, 'two\nthree\n');
    assert.equal((await run(['p1', '--tail', '0'])).stdout, '');
  });

  it('says what is not kept any more', async () => {
    const log = new FakeLog(OUTPUT);
    log.lost = OUTPUT.length - 6;
    const { stdout, stderr } = await run(['web'], runnerWith(log));
    assert.equal(stdout, 'three\n');
    assert.match(stderr, /^procession: \d+ bytes of older output are not kept any more\.\n$/);
  });

  it('goes on until the process has ended', async () => {
    const ended = new Deferred<ProcessInfo>();
    const runner: FakeRunner = runnerWith(new FakeLog(OUTPUT), {
      'output/subscribe': async ({ from }) => {
        assert.equal(from, OUTPUT.length - 6);
        await sendOutput(runner, 'three\n', OUTPUT.length);
        setImmediate(() => {
          sendOutput(runner, 'four\n', OUTPUT.length + 5).then(
            () => ended.resolve({ ...web, state: 'stopped', endCursor: OUTPUT.length + 5 }),
            (error: unknown) => ended.reject(error),
          );
        });
        return { cursor: OUTPUT.length - 6 };
      },
      'output/unsubscribe': () => ({}),
      'process/wait': () => ended.promise,
    });
    const { exitCode, stdout } = await run(['web', '--follow', '--tail', '1'], runner);
    assert.deepEqual([exitCode, stdout], [0, 'three\nfour\n']);
  });

  it('prints the lines that match, and fails if none does', async () => {
    const runner: FakeRunner = runnerWith(new FakeLog(OUTPUT), {
      'output/search': async ({ searchId, pattern }) => {
        if (pattern === '(') throw refusal('INVALID_PARAMS', 'Unterminated group.');
        if (pattern !== '^t') return { matches: 0, truncated: false };
        await sendMatches(runner, searchId, ['two']);
        await sendMatches(runner, searchId, ['three']);
        return { matches: 2, truncated: false };
      },
    });
    assert.deepEqual(await run(['web', '--grep', '^t'], runner), {
      exitCode: 0,
      stdout: 'two\nthree\n',
      stderr: '',
    });
    assert.equal((await run(['web', '--grep', 'x'], runner)).exitCode, 1);
    assert.match((await run(['web', '--grep', '('], runner)).stderr, /Unterminated group/);
  });

  it('says what it does not know, and what makes no sense', async () => {
    assert.match((await run(['nope'])).stderr, /there is no process "nope" in this folder; --all looks/);
    assert.match((await run(['web'], 'none')).stderr, /no runner is running/);
    assert.equal((await run(['web', '--grep', 'x', '--follow'])).exitCode, 2);
    assert.equal((await run(['web', '--tail', 'x'])).exitCode, 2);
  });
});

function runnerWith(log: FakeLog, handlers: FakeHandlers = {}): FakeRunner {
  return new FakeRunner({
    'session/list': () => [{ id: 's1', name: 'work', cwd: '/srv' }],
    'process/list': () => [web],
    'output/read': (params) => log.request('output/read', params),
    ...handlers,
  });
}

async function run(
  args: readonly string[],
  runner: FakeRunner | 'none' = runnerWith(new FakeLog(OUTPUT)),
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const cli = new FakeCli(runner === 'none' ? undefined : runner);
  const exitCode = await runCli(['logs', ...args], cli);
  return { exitCode, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

function sendOutput(runner: FakeRunner, content: string, cursor: number): Promise<void> {
  return runner.stream({
    type: 'output',
    sessionId: 's1',
    processId: 'p1',
    timestamp: 1,
    data: { stream: 'stdout', content, encoding: 'utf8', cursor },
  });
}

function sendMatches(runner: FakeRunner, searchId: string, lines: readonly string[]): Promise<void> {
  const matches = lines.map((line): SearchMatch => {
    return { processId: 'p1', run: 1, cursor: 0, line, ranges: [], before: [], after: [] };
  });
  return runner.stream({ type: 'search', searchId, timestamp: 1, data: { matches } });
}
