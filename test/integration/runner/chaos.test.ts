import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ProcessSpec } from '../../../src/protocol/process.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import type { RawAnswer, RawClient } from './rawClient.ts';
import { RunnerStarter } from './startRunner.ts';

/** What a request may be refused with when others are at the same process. */
const EXPECTED = new Set([
  'NO_SUCH_PROCESS',
  'PROCESS_ACTIVE',
  'PROCESS_NOT_ACTIVE',
  'ALREADY_SUBSCRIBED',
  'NOT_SUBSCRIBED',
  'UNEXPECTED_EXIT',
  'SPAWN_FAILED',
  'WAIT_TIMED_OUT',
]);

/** None of these leaves anything in the background when it ends by itself: that would be nobody's any more. */
const lines = [
  'exit 0',
  'exit 7',
  'sleep 300',
  'trap "" TERM; sleep 300',
  'seq 1 20000; sleep 300',
  'setsid sleep 300 & wait',
  'kill -9 $$',
];

const anySpec: fc.Arbitrary<ProcessSpec> = fc.record({
  command: fc.constantFrom('sh', 'sh', 'sh', 'no-such-command'),
  args: fc.constantFrom(...lines).map((line) => ['-c', line]),
  interactive: fc.boolean(),
  stop: fc.constant({ graceMs: 50 }),
});

const anyAction = fc.constantFrom<[string, object]>(
  ['process/stop', {}],
  ['process/kill', {}],
  ['process/restart', {}],
  ['process/remove', {}],
  ['process/signal', { signal: 'SIGTERM' }],
  ['process/wait', { until: 'ended', timeoutMs: 20 }],
  ['output/subscribe', { from: 'start' }],
  ['output/unsubscribe', {}],
  ['output/read', { from: 'start' }],
  ['terminal/input', { data: 'x\n' }],
);

describe('whatever clients ask for at the same time', () => {
  checkLeaks();
  const starter = new RunnerStarter(temporaryDirectory());

  it('each process goes from state to state, every request is answered, and nothing is left', async () => {
    const daemon = await starter.daemon();
    const steps = fc.array(fc.record({ which: fc.nat(), action: anyAction }), {
      minLength: 20,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anySpec, { minLength: 1, maxLength: 6 }), steps, async (specs, actions) => {
        const client = await starter.client(daemon);
        const { session } = await client.request('session/open', { name: 'chaos', cwd: '/' });
        const ids = await Promise.all(
          specs.map((spec) => client.request('process/spawn', { sessionId: session.id, spec })),
        );
        const answers = actions.map(({ which, action: [method, params] }) =>
          client.ask(method, { processId: ids[which % ids.length]?.id, ...params }),
        );
        for (const answer of await Promise.all(answers)) assertExpected(answer);
        await client.request('session/close', { sessionId: session.id, stopProcesses: true });
        for (const { id } of ids) await assertTrueMoves(client, id);
        client.end();
      }),
      { numRuns: 20 },
    );
    const last = await starter.client(daemon);
    const { processes } = await last.request('runner/status', {});
    assert.deepEqual(processes, { total: 0, active: 0 });
    assert.doesNotMatch(daemon.log(), /error|TypeError/);
  });
});

function assertExpected({ error }: RawAnswer): void {
  if (error !== undefined) assert.ok(EXPECTED.has(error.data.code), JSON.stringify(error));
}

/** Every move begins where the one before has ended, and the last message is that of the removal. */
async function assertTrueMoves(client: RawClient, processId: string): Promise<void> {
  await eventually(() => assert.equal(changesOf(client, processId).at(-1)?.change, 'removed'));
  let state: string | undefined;
  for (const { change, from, to } of changesOf(client, processId)) {
    if (change === 'moved') assert.equal(from, state);
    state = to;
  }
}

function changesOf(
  client: RawClient,
  id: string,
): { change: string; from: string | undefined; to: string }[] {
  return client.streamed.flatMap((message) =>
    message.type === 'status' && message.processId === id
      ? [{ change: message.data.change, from: message.data.from, to: message.data.state }]
      : [],
  );
}
