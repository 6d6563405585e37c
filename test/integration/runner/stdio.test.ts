import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { MAX_MESSAGE_BYTES } from '../../../src/protocol/limits.ts';
import { requests, type ParamsOf, type RequestMethod } from '../../../src/protocol/protocol.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { frame } from './rawClient.ts';
import { RunnerStarter, type StdioRunner } from './startRunner.ts';

describe('a runner on standard input and output', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  it('answers every method that it says it has', async () => {
    const { client, greeting, sessionId, spawn } = await withSession(starter);
    const processId = await spawn({ command: 'cat', interactive: true });
    const ended = await spawn({ command: 'true' });
    await client.request('process/wait', { processId: ended, until: 'ended' });
    // In an order in which each can be granted.
    const calls: { [M in Exclude<RequestMethod, 'initialize'>]: ParamsOf<M> } = {
      'session/open': { name: 'other' },
      'session/list': {},
      'process/spawn': { sessionId, spec: { command: 'true' } },
      'process/list': { sessionId },
      'process/get': { processId },
      'process/wait': { processId, until: 'ready' },
      'process/signal': { processId, signal: 'SIGWINCH' },
      'terminal/resize': { processId, cols: 100, rows: 40 },
      'terminal/input': { processId, data: 'hello\n' },
      'output/subscribe': { processId, from: 'start' },
      'output/unsubscribe': { processId },
      'output/read': { processId, from: 'start' },
      'output/search': { searchId: 'one', pattern: 'hello' },
      'process/restart': { processId },
      'process/stop': { processId },
      'process/kill': { processId },
      'process/remove': { processId: ended },
      'session/close': { sessionId, stopProcesses: true },
      'runner/status': {},
      'runner/shutdown': {},
    };
    assert.deepEqual([...greeting.capabilities.methods].sort(), ['initialize', ...Object.keys(calls)].sort());
    for (const [method, params] of Object.entries(calls)) {
      const { result, error } = await client.ask(method, params);
      assert.equal(error, undefined, `${method}: ${JSON.stringify(error)}`);
      assert.equal(requests[method as RequestMethod].result.safeParse(result).error, undefined, method);
    }
  });

  it('runs a command and tells its whole life', async () => {
    const { client, spawn } = await withSession(starter);
    const processId = await spawn({ command: 'sh', args: ['-c', 'echo out; echo err >&2; exit 3'] });
    const info = await client.request('process/wait', { processId, until: 'ended' });
    assert.deepEqual([info.state, info.exit, info.cause], ['failed', { code: 3 }, 'exited']);
    assert.equal(info.error?.code, 'UNEXPECTED_EXIT');
    const { content } = await client.request('output/read', { processId, from: 'start' });
    assert.deepEqual(content.split('\n').sort(), ['', 'err', 'out']);
    await eventually(() =>
      assert.deepEqual(client.statesOf(processId), ['pending', 'starting', 'running', 'failed']),
    );
  });

  it('says why a command cannot be started, on pipes and on a terminal alike', async () => {
    const { client, spawn } = await withSession(starter);
    for (const interactive of [false, true]) {
      const processId = await spawn({ command: 'no-such-command-xyz', interactive });
      const { error } = await client.ask('process/wait', { processId, until: 'started' });
      assert.deepEqual(error?.data, { code: 'SPAWN_FAILED', errno: 'ENOENT' });
      assert.match(error.message, /"no-such-command-xyz" was not found on PATH/);
      const info = await client.request('process/get', { processId });
      assert.deepEqual([info.state, info.cause, info.error?.errno], ['failed', 'spawnFailed', 'ENOENT']);
    }
  });

  it('refuses what it does not understand, and goes on', async () => {
    const { client } = await starter.stdio();
    const { error } = await client.ask('process/pause-all', {});
    assert.deepEqual([error?.code, error?.data], [-32601, { code: 'METHOD_NOT_FOUND' }]);
    client.send([{ jsonrpc: '2.0', id: 77, method: 'session/list' }]);
    client.write(frame('{"jsonrpc":"2.0",'));
    client.send({ jsonrpc: '2.0', id: 'text', method: 'session/list', params: ['positional'] });
    await eventually(() => client.strayAnswers.length === 3);
    const codes = client.strayAnswers.map(({ id, error: fault }) => `${fault?.data.code} ${String(id)}`);
    assert.deepEqual(codes.sort(), [
      'MESSAGE_MALFORMED null',
      'MESSAGE_MALFORMED null',
      'MESSAGE_MALFORMED text',
    ]);
    assert.deepEqual(await client.request('session/list', {}), []);
  });

  it('hangs up on what is too large, and says so', async () => {
    const { client, exit } = await starter.stdio();
    client.write(`Content-Length: ${MAX_MESSAGE_BYTES + 1}\r\n\r\n`);
    await eventually(() => assert.equal(client.strayAnswers[0]?.error?.data.code, 'MESSAGE_TOO_LARGE'));
    assert.equal(await exit, 0);
  });

  it('takes a paste of several megabytes', async () => {
    const { client, spawn } = await withSession(starter);
    const processId = await spawn({ command: 'wc', args: ['-c'] });
    await client.request('process/wait', { processId, until: 'started' });
    await client.request('terminal/input', { processId, data: 'x'.repeat(4_000_000), eof: true });
    await client.request('process/wait', { processId, until: 'ended' });
    const { content } = await client.request('output/read', { processId, from: 'start' });
    assert.equal(content.trim(), '4000000');
  });

  it('gives processes a clean environment, and their own identity', async () => {
    const { client } = await starter.stdio({
      env: { ELECTRON_RUN_AS_NODE: '1', VSCODE_PID: '1', SNAP: '/snap', FROM_RUNNER: 'yes' },
    });
    const { session } = await client.request('session/open', {
      name: 'x',
      cwd: '/',
      env: { FROM_SESSION: 'yes' },
    });
    const spec = { command: 'env', env: { FROM_SPEC: 'yes' } };
    const { id } = await client.request('process/spawn', { sessionId: session.id, spec });
    await client.request('process/wait', { processId: id, until: 'ended' });
    const { content } = await client.request('output/read', { processId: id, from: 'start' });
    const lines = content.split('\n');
    for (const line of [
      'FROM_RUNNER=yes',
      'FROM_SESSION=yes',
      'FROM_SPEC=yes',
      `PROCESSION_PROCESS_ID=${id}`,
    ]) {
      assert.ok(lines.includes(line), line);
    }
    assert.doesNotMatch(content, /^(ELECTRON|VSCODE|SNAP)/m);
  });

  it('tells no secret, whatever is asked', async () => {
    const { client, sessionId } = await withSession(starter);
    const spec = {
      command: 'sleep',
      args: ['300'],
      env: { API_TOKEN: 'hunter2-token', DB: 'postgres://me:hunter2-url@db/x', PLAIN: 'shown' },
      baseEnv: { PATH: process.env['PATH'] ?? '', PRIVATE: 'hunter2-base' },
    };
    const { id: processId } = await client.request('process/spawn', { sessionId, spec });
    await client.request('process/wait', { processId, until: 'started' });
    await client.request('process/get', { processId });
    await client.request('process/list', {});
    await client.request('session/open', { name: 'main', env: { SESSION_SECRET: 'hunter2-session' } });
    await client.request('session/list', {});
    await client.request('process/restart', { processId });
    await client.request('process/stop', { processId });
    await client.request('process/remove', { processId });
    await eventually(() => client.streamed.some((message) => JSON.stringify(message).includes('removed')));
    assert.match(client.received, /"PLAIN":"shown"/);
    assert.doesNotMatch(client.received, /hunter2/);
  });
});

describe(
  'a runner that may open only few files',
  { skip: process.platform === 'win32' && 'platform: ulimit' },
  () => {
    checkLeaks();
    const starter = new RunnerStarter(temporaryDirectory());

    for (const interactive of [false, true]) {
      it(`starts ${interactive ? 'terminals' : 'processes'} as far as it can, says why not, and lives`, async () => {
        const { client, spawn } = await withSession(starter, { limit: 64 });
        const sleep = { command: 'sleep', args: ['300'], interactive };
        const ids: string[] = [];
        for (let i = 0; i < 40; i++) ids.push(await spawn(sleep));
        const outcomes = await Promise.all(
          ids.map(async (processId) => {
            const { error } = await client.ask('process/wait', { processId, until: 'started' });
            if (error !== undefined) assert.match(error.message, /too many files are open/);
            return error?.data.errno ?? 'started';
          }),
        );
        assert.deepEqual([...new Set(outcomes)].sort(), ['EMFILE', 'started']);
        for (const [i, processId] of ids.entries()) {
          if (outcomes[i] === 'started') await client.request('process/kill', { processId });
        }
        const processId = await spawn({ command: 'echo', args: ['again'], interactive });
        const { state } = await client.request('process/wait', { processId, until: 'ended' });
        assert.equal(state, 'stopped');
      });
    }
  },
);

describe('the end of a runner on standard input and output', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  it('comes with the end of its input, and ends everything it runs', async () => {
    const { client, child, exit, spawn } = await withSession(starter);
    const processId = await spawn({ command: 'sh', args: ['-c', 'trap "" HUP; setsid sleep 300 & wait'] });
    const { pid } = await client.request('process/wait', { processId, until: 'started' });
    child.stdin?.end();
    assert.equal(await exit, 0);
    assert.equal(isAlive(pid), false);
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`comes with ${signal}`, async () => {
      const { client, child, exit, spawn } = await withSession(starter);
      const processId = await spawn({ command: 'sleep', args: ['300'] });
      const { pid } = await client.request('process/wait', { processId, until: 'started' });
      child.kill(signal);
      assert.equal(await exit, 0);
      assert.equal(isAlive(pid), false);
    });
  }

  it('comes when it is asked for, after the answer', async () => {
    const { client, exit, spawn } = await withSession(starter);
    const processId = await spawn({ command: 'sleep', args: ['300'] });
    await client.request('process/wait', { processId, until: 'started' });
    assert.deepEqual(await client.request('runner/shutdown', {}), {});
    assert.equal(await exit, 0);
    assert.deepEqual(client.statesOf(processId).slice(-2), ['stopping', 'stopped']);
  });

  it('leaves nothing in the directory for temporary files', async () => {
    const TMPDIR = path.join(starter.newStateDir());
    const { client, exit, spawn } = await withSession(starter, { env: { TMPDIR } });
    const processId = await spawn({ command: 'echo', args: ['hello'] });
    await client.request('process/wait', { processId, until: 'ended' });
    assert.notEqual(readdirSync(TMPDIR).length, 0, tmpdir());
    await client.request('runner/shutdown', {});
    await exit;
    assert.deepEqual(readdirSync(TMPDIR), []);
  });

  it('leaves the logs in a state directory that it was given', async () => {
    const stateDir = starter.newStateDir();
    const { client, exit } = await starter.stdio({ args: ['--state-dir', stateDir] });
    const { session } = await client.request('session/open', { name: 'main', cwd: '/' });
    const spec = { command: 'echo', args: ['hello'] };
    const { id } = await client.request('process/spawn', { sessionId: session.id, spec });
    await client.request('process/wait', { processId: id, until: 'ended' });
    await client.request('runner/shutdown', {});
    await exit;
    assert.ok(existsSync(path.join(stateDir, 'logs', id)));
  });

  it('is refused to a command line that makes no sense', async () => {
    const { log, exit } = starter.run(['--stdio', '--daemon']);
    assert.equal(await exit, 2);
    assert.match(log(), /Give exactly one of --stdio and --daemon/);
  });
});

interface Session extends StdioRunner {
  sessionId: string;
  spawn: (spec: ParamsOf<'process/spawn'>['spec']) => Promise<string>;
}

async function withSession(
  starter: RunnerStarter,
  options: Parameters<RunnerStarter['stdio']>[0] = {},
): Promise<Session> {
  const runner = await starter.stdio(options);
  const { client } = runner;
  const { session } = await client.request('session/open', { name: 'main', cwd: '/' });
  const spawn: Session['spawn'] = async (spec) => {
    const { id } = await client.request('process/spawn', { sessionId: session.id, spec });
    return id;
  };
  return { ...runner, sessionId: session.id, spawn };
}

function isAlive(pid = -1): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
