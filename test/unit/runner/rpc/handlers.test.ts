import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { MIN_WINDOW_BYTES } from '../../../../src/protocol/limits.ts';
import { requests, type RequestMethod } from '../../../../src/protocol/protocol.ts';
import type { ProcessInfo, ProcessSpec } from '../../../../src/protocol/process.ts';
import type { FakeChild } from '../../../fakes/fakeWorld.ts';
import { LoopBack, type LoopBackClient } from '../../../fakes/loopBack.ts';
import { whileTimePasses } from '../../../fakes/whileTimePasses.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { whenStill } from '../../../helpers/whenStill.ts';

describe('sessions over the wire', () => {
  checkLeaks();
  const open = loopBacks();

  it('are opened once for each name, with what they start from', async () => {
    const { client } = await open();
    const first = await client.request('session/open', { name: 'a' });
    const again = await client.request('session/open', { name: 'a', cwd: '/elsewhere' });
    const other = await client.request('session/open', { name: 'b', cwd: '/srv' });
    assert.deepEqual(first, { session: { id: first.session.id, name: 'a', cwd: '/default' }, processes: [] });
    assert.deepEqual(again.session, { ...first.session, cwd: '/elsewhere' });
    const [, ...sessions] = await client.request('session/list', {});
    assert.deepEqual(sessions, [again.session, other.session]);
  });

  it('must have an absolute directory', async () => {
    const { client } = await open();
    const { data, message } = await client.refusal('session/open', { name: 'a', cwd: 'sub' });
    assert.equal(data.code, 'INVALID_PARAMS');
    assert.match(message, /"cwd" must be an absolute path, and "sub" is not/);
  });

  it('tell a client that joins what there is', async () => {
    const { loopBack, spawn } = await open();
    const { info } = await spawn();
    const late = await loopBack.client();
    const { processes } = await late.request('session/open', { name: 'main' });
    assert.deepEqual(
      processes.map(({ id, state }) => [id, state]),
      [[info.id, 'running']],
    );
  });

  it('are heard of by those who have joined, and by nobody else', async () => {
    const { loopBack, client, sessionId, spawn } = await open();
    const [second, stranger] = [await loopBack.client(), await loopBack.client()];
    await second.request('session/open', { name: 'main' });
    await stranger.request('session/open', { name: 'other' });
    await spawn();
    const expected = ['created pending', 'moved starting', 'moved running'];
    await eventually(() => assert.deepEqual([client.heard, second.heard], [expected, expected]));
    await second.request('session/close', { sessionId });
    await spawn();
    await eventually(() => client.heard.length === 6);
    assert.deepEqual([second.heard.length, stranger.heard.length], [3, 0]);
  });

  it('end with their processes, if asked to', async () => {
    const { loopBack, client, sessionId, spawn } = await open();
    const { child } = await spawn();
    const close = client.request('session/close', { sessionId, stopProcesses: true });
    await whileTimePasses(loopBack.world.clock, close);
    assert.deepEqual(child.signals, ['SIGTERM', 'SIGCONT']);
    assert.deepEqual(await client.request('session/list', {}), []);
    assert.deepEqual(await client.request('process/list', {}), []);
    assert.equal((await client.refusal('process/list', { sessionId })).data.code, 'NO_SUCH_SESSION');
  });
});

describe('sessions with a process that could not be ended', () => {
  checkLeaks();
  const open = loopBacks();

  it('are not closed by the attempt, but when they are asked again', async () => {
    const { loopBack, client, sessionId, spawn } = await open();
    const { child } = await spawn();
    child.diesOf = [];
    const close = client.refusal('session/close', { sessionId, stopProcesses: true });
    assert.equal((await whileTimePasses(loopBack.world.clock, close)).data.code, 'STOP_FAILED');
    await client.request('session/close', { sessionId, stopProcesses: true });
    assert.deepEqual(await client.request('session/list', {}), []);
  });
});

describe('processes over the wire', () => {
  checkLeaks();
  const open = loopBacks();

  it('are answered at once, and waited for by whoever wants to', async () => {
    const { loopBack, client, sessionId } = await open();
    const spec = {
      command: 'server',
      args: ['-p', '80'],
      env: { TOKEN: 'secret' },
      baseEnv: { HOME: '/me' },
    };
    const info = await client.request('process/spawn', { sessionId, spec });
    assert.equal(info.title, 'server -p 80');
    assert.deepEqual(info.spec, { command: 'server', args: ['-p', '80'], env: { TOKEN: '***' } });
    const running = await client.request('process/wait', { processId: info.id, until: 'started' });
    assert.deepEqual(
      [running.state, running.pid, running.run, running.machine],
      ['running', 1000, 1, 'here'],
    );
    loopBack.world.child.exit({ kind: 'exited', exit: { code: 3 } });
    const ended = await client.request('process/wait', { processId: info.id, until: 'ended' });
    assert.deepEqual(
      [ended.state, ended.exit, ended.error?.code],
      ['failed', { code: 3 }, 'UNEXPECTED_EXIT'],
    );
    assert.deepEqual(await client.request('process/get', { processId: info.id }), ended);
    assert.deepEqual(await client.request('process/list', { sessionId }), [ended]);
  });

  it('are stopped, killed, signalled and restarted', async () => {
    const { loopBack, client, spawn } = await open();
    const { clock } = loopBack.world;
    const { child, processId } = await spawn();
    await client.request('process/signal', { processId, signal: 'SIGUSR1' });
    assert.deepEqual(child.signals, ['SIGUSR1']);
    const stopped = await whileTimePasses(
      clock,
      client.request('process/stop', { processId, signal: 'SIGTERM' }),
    );
    assert.deepEqual([stopped.state, stopped.cause], ['stopped', 'cancelled']);
    const restarted = await client.request('process/restart', { processId });
    assert.deepEqual([restarted.state, restarted.run, restarted.restarts], ['running', 2, 1]);
    await whileTimePasses(clock, client.request('process/kill', { processId }));
    assert.deepEqual(loopBack.world.child.signals, ['SIGKILL']);
    const removed = await client.request('process/remove', { processId });
    assert.equal(removed.id, processId);
    assert.deepEqual(await client.request('process/list', {}), []);
  });

  it('cannot be found, stopped or read when they are not there', async () => {
    const { client } = await open();
    const processId = 'nope';
    const extra: Partial<Record<RequestMethod, object>> = {
      'process/signal': { signal: 'SIGINT' },
      'process/wait': { until: 'ended' },
      'terminal/input': { data: 'x' },
      'terminal/resize': { cols: 1, rows: 1 },
      'output/subscribe': { from: 'tail' },
      'output/read': { from: 0 },
    };
    const methods: RequestMethod[] = [
      'process/get',
      'process/stop',
      'process/kill',
      'process/signal',
      'process/restart',
      'process/wait',
      'process/remove',
      'terminal/input',
      'terminal/resize',
      'output/subscribe',
      'output/unsubscribe',
      'output/read',
    ];
    for (const method of methods) {
      const { data } = await client.refusal(method, { processId, ...extra[method] });
      assert.equal(data.code, 'NO_SUCH_PROCESS', method);
    }
  });

  it('end with the client that wanted it so, and only with that', async () => {
    const { loopBack, spawn } = await open();
    const ward = await spawn({ onClientGone: 'stop' });
    const free = await spawn({ onClientGone: 'keep' });
    const other = await loopBack.client();
    await other.request('session/open', { name: 'main' });
    other.dispose();
    await new Promise(setImmediate);
    assert.deepEqual(ward.child.signals, []);
    ward.client.dispose();
    await eventually(() => assert.deepEqual(ward.child.signals, ['SIGTERM', 'SIGCONT']));
    assert.deepEqual(free.child.signals, []);
  });

  it('end all with the runner, which starts nothing any more', async () => {
    const { loopBack, client, sessionId, spawn } = await open();
    const { child } = await spawn();
    await whileTimePasses(loopBack.world.clock, client.request('runner/shutdown', {}));
    assert.deepEqual(child.signals, ['SIGTERM', 'SIGCONT']);
    const refused = await client.refusal('process/spawn', { sessionId, spec: { command: 'x' } });
    assert.equal(refused.data.code, 'SHUTTING_DOWN');
  });
});

describe('input and output over the wire', () => {
  checkLeaks();
  const open = loopBacks();

  it('go where they should', async () => {
    const { client, spawn } = await open();
    const { child, processId } = await spawn({ interactive: true });
    await client.request('terminal/input', { processId, data: 'ls\n' });
    await client.request('terminal/input', { processId, data: 'w6k=', encoding: 'base64', eof: true });
    await client.request('terminal/resize', { processId, cols: 100, rows: 40 });
    assert.deepEqual([child.written, child.isInputClosed, child.sizes], [['ls\n', 'é'], true, ['100x40']]);
  });

  it('are refused where there is no terminal, or nothing runs', async () => {
    const { client, spawn } = await open();
    const { child, processId } = await spawn();
    const resize = await client.refusal('terminal/resize', { processId, cols: 1, rows: 1 });
    assert.equal(resize.data.code, 'NOT_A_TERMINAL');
    child.exit();
    await client.request('process/wait', { processId, until: 'ended' });
    assert.equal(
      (await client.refusal('terminal/input', { processId, data: 'x' })).data.code,
      'PROCESS_NOT_ACTIVE',
    );
  });

  it('are streamed from where one subscribed, the end last', async () => {
    const { client, spawn } = await open();
    const { child, processId } = await spawn();
    child.print('before ');
    assert.deepEqual(await client.request('output/subscribe', { processId, from: 'start' }), { cursor: 0 });
    await eventually(() => client.heard.includes('output before '));
    child.print('after');
    child.exit();
    await eventually(() => assert.deepEqual(client.heard.slice(-2), ['output after', 'moved stopped']));
  });

  it('stop where the credit ends, and go on with an acknowledgement', async () => {
    const { loopBack, client, spawn } = await open();
    const { child, processId } = await spawn();
    await client.request('output/subscribe', { processId, from: 'tail', windowBytes: MIN_WINDOW_BYTES });
    child.print('x'.repeat(MIN_WINDOW_BYTES + 10));
    const heardBytes = (): number => {
      // What comes in small pieces is gathered for a moment.
      loopBack.world.clock.advance(5);
      return client.heard.join('').replaceAll(/[^x]/g, '').length;
    };
    await eventually(() => assert.equal(heardBytes(), MIN_WINDOW_BYTES));
    assert.equal(await whenStill(heardBytes), MIN_WINDOW_BYTES);
    await client.connection.sendNotification('output/ack', { processId, cursor: MIN_WINDOW_BYTES });
    await eventually(() => assert.equal(heardBytes(), MIN_WINDOW_BYTES + 10));
  });

  it('are subscribed to once at a time', async () => {
    const { client, spawn } = await open();
    const { processId } = await spawn();
    await client.request('output/subscribe', { processId, from: 'tail' });
    const again = await client.refusal('output/subscribe', { processId, from: 'tail' });
    assert.equal(again.data.code, 'ALREADY_SUBSCRIBED');
    await client.request('output/unsubscribe', { processId });
    assert.equal((await client.refusal('output/unsubscribe', { processId })).data.code, 'NOT_SUBSCRIBED');
    await client.request('output/subscribe', { processId, from: 'tail' });
  });

  it('cannot be subscribed to or read from a place that is not there yet', async () => {
    const { client, spawn } = await open();
    const { child, processId } = await spawn();
    child.print('abc');
    for (const method of ['output/subscribe', 'output/read'] as const) {
      const { data, message } = await client.refusal(method, { processId, from: 4 });
      assert.equal(data.code, 'INVALID_PARAMS');
      assert.match(message, /"from" is 4, past the end of the output at 3/);
    }
  });

  it('are read by cursor', async () => {
    const { client, spawn } = await open();
    const { child, processId } = await spawn();
    child.print('out ');
    child.print('err', 'stderr');
    assert.deepEqual(await client.request('output/read', { processId, from: 2, maxBytes: 3 }), {
      content: 't e',
      encoding: 'utf8',
      cursor: 5,
      endCursor: 7,
    });
  });
});

describe('the runner over the wire', () => {
  checkLeaks();
  const open = loopBacks();

  it('counts what it has', async () => {
    const { client, spawn } = await open();
    const { child, processId } = await spawn();
    await spawn();
    child.exit();
    await client.request('process/wait', { processId, until: 'ended' });
    const { clients, sessions, processes, memoryBytes } = await client.request('runner/status', {});
    assert.deepEqual([clients, sessions, processes], [1, 1, { total: 2, active: 1 }]);
    assert.ok(memoryBytes > 1_000_000);
  });

  it('answers what its own schemas say', async () => {
    const { client, sessionId, spawn } = await open();
    const { processId } = await spawn({ env: { A: '1' } });
    const calls: [RequestMethod, object][] = [
      ['session/open', { name: 'x' }],
      ['session/list', {}],
      ['process/list', { sessionId }],
      ['process/get', { processId }],
      ['output/subscribe', { processId, from: 'start' }],
      ['output/unsubscribe', { processId }],
      ['output/read', { processId, from: 0 }],
      ['runner/status', {}],
    ];
    for (const [method, params] of calls) {
      const result: unknown = await client.connection.sendRequest(method, params);
      assert.equal(requests[method].result.safeParse(result).error, undefined, method);
    }
  });
});

interface OpenLoopBack {
  loopBack: LoopBack;
  client: LoopBackClient;
  /** Of the session `main`, which the client has joined. */
  sessionId: string;
  spawn: (spec?: Partial<ProcessSpec>) => Promise<{
    client: LoopBackClient;
    info: ProcessInfo;
    processId: string;
    child: FakeChild;
  }>;
}

/** Opens loop-backs with one client in one session; they are closed after each test. */
function loopBacks(): () => Promise<OpenLoopBack> {
  const opened: LoopBack[] = [];
  afterEach(() => {
    for (const loopBack of opened.splice(0)) loopBack.dispose();
  });
  return async () => {
    const loopBack = new LoopBack();
    opened.push(loopBack);
    const client = await loopBack.client();
    const { session } = await client.request('session/open', { name: 'main' });
    return {
      loopBack,
      client,
      sessionId: session.id,
      spawn: async (spec = {}) => {
        const params = { sessionId: session.id, spec: { command: 'server', ...spec } };
        const { id: processId } = await client.request('process/spawn', params);
        const info = await client.request('process/wait', { processId, until: 'started' });
        return { client, info, processId, child: loopBack.world.child };
      },
    };
  };
}
