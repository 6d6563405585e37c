import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Deferred } from '../../../src/base/deferred.ts';
import { forwardInput } from '../../../src/cli/forwardInput.ts';
import { connectTo } from '../../fakes/connectedPair.ts';
import { FakeInput } from '../../fakes/fakeCli.ts';
import { FakeRunner, refusal, type FakeHandlers } from '../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('forwardInput', () => {
  checkLeaks();

  it('carries text, bytes that are no text, and the end', async () => {
    const { stdin, inputs, forwarding } = await setUp();
    stdin.write('grüße\n');
    await eventually(() => inputs().length === 1);
    stdin.write(Buffer.from([0xff, 0x00]));
    await eventually(() => inputs().length === 2);
    stdin.end();
    await eventually(() => inputs().length === 3);
    assert.deepEqual(inputs(), [
      { processId: 'p1', data: 'grüße\n', encoding: 'utf8' },
      { processId: 'p1', data: '/wA=', encoding: 'base64' },
      { processId: 'p1', data: '', eof: true },
    ]);
    forwarding.dispose();
  });

  it('types Ctrl-D at the end of the input of a terminal', async () => {
    const { stdin, inputs, forwarding } = await setUp({ isTerminal: true });
    stdin.end();
    await eventually(() => inputs().length === 1);
    assert.deepEqual(inputs(), [{ processId: 'p1', data: '\u0004' }]);
    assert.deepEqual(stdin.rawModes, [], 'a pipe has no modes');
    forwarding.dispose();
  });

  it('waits with the next piece until the process has taken the last', async () => {
    const gate = new Deferred<Record<string, never>>();
    const { stdin, inputs, forwarding } = await setUp({ handlers: { 'terminal/input': () => gate.promise } });
    stdin.write('one');
    await eventually(() => inputs().length === 1);
    stdin.write('two');
    for (let round = 0; round < 10; round++) await setImmediate();
    assert.equal(inputs().length, 1);
    gate.resolve({});
    await eventually(() => inputs().length === 2);
    forwarding.dispose();
  });

  it('begins when the process has started', async () => {
    const started = new Deferred<ReturnType<typeof makeProcessInfo>>();
    const { stdin, inputs, forwarding } = await setUp({
      handlers: { 'process/wait': () => started.promise },
    });
    stdin.write('early');
    for (let round = 0; round < 10; round++) await setImmediate();
    assert.deepEqual(inputs(), []);
    started.resolve(makeProcessInfo());
    await eventually(() => inputs().length === 1);
    forwarding.dispose();
  });

  it('takes the terminal raw at once and gives it back, once', async () => {
    const started = new Deferred<ReturnType<typeof makeProcessInfo>>();
    const stdin = new FakeInput();
    stdin.isTTY = true;
    const handlers = { 'process/wait': () => started.promise };
    const { forwarding } = await setUp({ isTerminal: true, stdin, handlers });
    assert.deepEqual(stdin.rawModes, [true]);
    forwarding.dispose();
    forwarding.dispose();
    assert.deepEqual(stdin.rawModes, [true, false]);
    started.resolve(makeProcessInfo());
  });

  it('leaves the terminal as it is for a process on pipes', async () => {
    const stdin = new FakeInput();
    stdin.isTTY = true;
    const { forwarding } = await setUp({ stdin });
    forwarding.dispose();
    assert.deepEqual(stdin.rawModes, []);
  });

  it('takes an input that cannot be read for one at its end', async () => {
    const { stdin, inputs, forwarding } = await setUp();
    await setImmediate();
    stdin.destroy(Object.assign(new Error('read EIO'), { code: 'EIO' }));
    await eventually(() => inputs().length === 1);
    assert.deepEqual(inputs(), [{ processId: 'p1', data: '', eof: true }]);
    forwarding.dispose();
  });

  it('is silent when the process has ended, and tells any other failure', async () => {
    for (const code of ['PROCESS_NOT_ACTIVE', 'INTERNAL'] as const) {
      const refuse = (): never => {
        throw refusal(code, 'No.');
      };
      const { stdin, inputs, failures, forwarding } = await setUp({ handlers: { 'terminal/input': refuse } });
      stdin.write('x');
      await eventually(() => inputs().length === 1);
      await eventually(() => failures.length === (code === 'INTERNAL' ? 1 : 0));
      forwarding.dispose();
    }
  });

  it('carries nothing after it was disposed', async () => {
    const { stdin, inputs, forwarding } = await setUp();
    await setImmediate();
    forwarding.dispose();
    stdin.write('late');
    for (let round = 0; round < 10; round++) await setImmediate();
    assert.deepEqual(inputs(), []);
  });
});

interface SetUp {
  readonly isTerminal?: boolean;
  readonly stdin?: FakeInput;
  readonly handlers?: FakeHandlers;
}

async function setUp({ isTerminal = false, stdin = new FakeInput(), handlers = {} }: SetUp = {}) {
  const runner = new FakeRunner({
    'process/wait': () => makeProcessInfo(),
    'terminal/input': () => ({}),
    ...handlers,
  });
  const { connection } = await connectTo(runner);
  const failures: unknown[] = [];
  const target = { connection, processId: 'p1', isTerminal };
  const forwarding = forwardInput(stdin, target, (error) => failures.push(error));
  await eventually(() => runner.asked.length >= 2);
  const inputs = (): unknown[] =>
    runner.asked.filter(({ method }) => method === 'terminal/input').map(({ params }) => params);
  return { stdin, inputs, failures, forwarding };
}
