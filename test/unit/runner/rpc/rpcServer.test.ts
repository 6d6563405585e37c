import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import {
  HANDSHAKE_TIMEOUT_MS,
  MAX_MESSAGE_BYTES,
  PROTOCOL_VERSION,
} from '../../../../src/protocol/limits.ts';
import { requests } from '../../../../src/protocol/protocol.ts';
import { Refusal } from '../../../../src/runner/domain/refusal.ts';
import { LoopBack } from '../../../fakes/loopBack.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('RpcServer: the handshake', () => {
  checkLeaks();
  const open = loopBacks();

  it('answers with who it is and what it can do', async () => {
    assert.deepEqual(await open().connect().initialize(), {
      protocolVersion: PROTOCOL_VERSION,
      runner: { version: '1.2.3', buildId: 'b', pid: 1, platform: 'linux', startedAtMs: 5 },
      capabilities: {
        terminals: true,
        methods: Object.keys(requests),
        maxMessageBytes: MAX_MESSAGE_BYTES,
      },
    });
  });

  it('says why there are no terminals', async () => {
    const { capabilities } = await open({ terminalsUnavailable: 'no glibc' }).connect().initialize();
    assert.deepEqual([capabilities.terminals, capabilities.terminalsUnavailable], [false, 'no glibc']);
  });

  it('refuses everything else before', async () => {
    const client = open().connect();
    const { number, message, data } = await client.refusal('session/list', {});
    assert.deepEqual([number, data.code], [-32002, 'NOT_INITIALIZED']);
    assert.match(message, /"session\/list" came before "initialize"/);
    await client.initialize();
    assert.deepEqual(await client.request('session/list', {}), []);
  });

  it('refuses to be repeated', async () => {
    const client = await open().client();
    const params = { protocolVersion: PROTOCOL_VERSION, client: { name: 'x', version: '' } };
    assert.equal((await client.refusal('initialize', params)).data.code, 'ALREADY_INITIALIZED');
    assert.deepEqual(await client.request('session/list', {}), []);
  });

  for (const token of [undefined, '', 'wrong', 'secre', 'secrets']) {
    it(`refuses ${token === undefined ? 'no token' : `"${token}" for a token`}, and hangs up`, async () => {
      const loopBack = open({ token: 'secret' });
      const client = loopBack.connect();
      const { data, message } = await client.refusal('initialize', {
        protocolVersion: PROTOCOL_VERSION,
        client: { name: 'stranger', version: '' },
        ...(token === undefined ? {} : { token }),
      });
      assert.equal(data.code, 'UNAUTHORIZED');
      assert.ok(!message.includes('secret'));
      await eventually(() => client.isClosed);
      assert.equal(loopBack.services.hub.count, 0);
    });
  }

  it('does nothing for a stranger who does not wait for the answer', async () => {
    const loopBack = open({ token: 'secret' });
    const client = loopBack.connect();
    const params = { protocolVersion: PROTOCOL_VERSION, client: { name: 'stranger', version: '' } };
    const refused = client.refusal('initialize', params);
    const more = client.connection.sendRequest('session/open', { name: 'mine' });
    more.catch(() => undefined);
    await refused;
    await eventually(() => client.isClosed);
    assert.deepEqual(loopBack.services.sessions.list(), []);
  });

  it('takes the right token, and any where none is needed', async () => {
    await open({ token: 'secret' }).connect().initialize({ token: 'secret' });
    await open().connect().initialize({ token: 'whatever' });
  });

  it('refuses another version, naming both, and hangs up', async () => {
    const client = open().connect();
    const { data, message } = await client.refusal('initialize', {
      protocolVersion: 99,
      client: { name: 'later', version: '' },
    });
    assert.equal(data.code, 'PROTOCOL_MISMATCH');
    assert.match(message, /version 1, the client 99/);
    await eventually(() => client.isClosed);
  });

  it('must be over in time', async () => {
    const loopBack = open();
    const [late, early] = [loopBack.connect(), await loopBack.client()];
    loopBack.world.clock.advance(HANDSHAKE_TIMEOUT_MS - 1);
    await new Promise(setImmediate);
    assert.equal(late.isClosed, false);
    loopBack.world.clock.advance(1);
    await eventually(() => late.isClosed);
    assert.deepEqual(await early.request('session/list', {}), []);
  });
});

describe('RpcServer: requests', () => {
  checkLeaks();
  const open = loopBacks();

  for (const method of [
    'spawn',
    'process/spwan',
    'constructor',
    'toString',
    '__proto__',
    'stream',
    'output/ack',
  ]) {
    it(`has no method ${method}, and says so`, async () => {
      const client = await open().client();
      const { number, data, message } = await client.refusal(method, {});
      assert.deepEqual([number, data.code], [-32601, 'METHOD_NOT_FOUND']);
      assert.ok(message.includes(`"${method}"`));
    });
  }

  it('says which parameter is wrong, and where', async () => {
    const client = await open().client();
    const params = { sessionId: 's', spec: { command: 'x', args: ['a', 1] } };
    const { number, data, message } = await client.refusal('process/spawn', params);
    assert.deepEqual([number, data], [-32602, { code: 'INVALID_PARAMS', path: 'spec.args[1]' }]);
    assert.match(message, /^process\/spawn: "spec.args\[1\]": /);
  });

  it('takes no parameters at all for an empty list of them', async () => {
    const client = await open().client();
    assert.deepEqual(await client.connection.sendRequest('session/list'), []);
    assert.equal((await client.refusal('process/get')).data.path, 'processId');
  });

  it('tells a refusal with its code and errno', async () => {
    const loopBack = open({
      shutDown: () => Promise.reject(new Refusal('SPAWN_FAILED', 'no room', 'ENOMEM')),
    });
    const client = await loopBack.client();
    assert.deepEqual(await client.refusal('runner/shutdown', {}), {
      number: -32803,
      message: 'no room',
      data: { code: 'SPAWN_FAILED', errno: 'ENOMEM' },
    });
    assert.deepEqual(loopBack.errors, []);
  });

  it('lives through a fault of its own, logs it, and says so', async () => {
    const loopBack = open({ shutDown: () => Promise.reject(new TypeError('x is not a function')) });
    const client = await loopBack.client();
    const { number, data, message } = await client.refusal('runner/shutdown', {});
    assert.deepEqual([number, data.code], [-32603, 'INTERNAL']);
    assert.match(message, /failed to answer runner\/shutdown: x is not a function/);
    assert.deepEqual(loopBack.errors, ['Answering runner/shutdown failed']);
    assert.deepEqual(await client.request('session/list', {}), []);
  });

  it('takes no notice of notifications that it does not know, or that are wrong', async () => {
    const client = await open().client();
    await client.connection.sendNotification('output/ack', { processId: 5 });
    await client.connection.sendNotification('process/kill', { processId: 'x' });
    assert.deepEqual(await client.request('session/list', {}), []);
  });
});

describe('RpcServer: the end of a connection', () => {
  checkLeaks();
  const open = loopBacks();

  it('forgets a client that has gone', async () => {
    const loopBack = open();
    const [one, two] = [await loopBack.client(), await loopBack.client()];
    assert.equal(loopBack.services.hub.count, 2);
    one.dispose();
    await eventually(() => loopBack.services.hub.count === 1);
    assert.deepEqual(await two.request('session/list', {}), []);
  });

  it('hangs up on everybody when it is closed', async () => {
    const loopBack = open();
    const clients = [await loopBack.client(), loopBack.connect()];
    await loopBack.server.close();
    await eventually(() => clients.every((client) => client.isClosed));
    assert.equal(loopBack.services.hub.count, 0);
  });
});

/** Opens loop-backs that are closed after each test. */
function loopBacks(): (...options: ConstructorParameters<typeof LoopBack>) => LoopBack {
  const opened: LoopBack[] = [];
  afterEach(() => {
    for (const loopBack of opened.splice(0)) loopBack.dispose();
  });
  return (...options) => {
    const loopBack = new LoopBack(...options);
    opened.push(loopBack);
    return loopBack;
  };
}
