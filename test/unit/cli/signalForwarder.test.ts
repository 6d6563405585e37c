import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EndSignal } from '../../../src/cli/cliContext.ts';
import { SignalForwarder } from '../../../src/cli/signalForwarder.ts';
import { connectTo } from '../../fakes/connectedPair.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { FakeRunner, refusal } from '../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';
import { eventually } from '../../helpers/eventually.ts';

describe('SignalForwarder', () => {
  for (const [what, signals, expected] of [
    ['asks the process to end, with the same signal', [['SIGINT', 0]], ['stop SIGINT']],
    [
      'kills at a second one',
      [
        ['SIGINT', 0],
        ['SIGINT', 1_000],
      ],
      ['stop SIGINT', 'kill'],
    ],
    [
      'takes a second one of another kind for one too',
      [
        ['SIGINT', 0],
        ['SIGTERM', 1_000],
      ],
      ['stop SIGINT', 'kill'],
    ],
    [
      'takes an echo for the same wish',
      [
        ['SIGINT', 0],
        ['SIGINT', 50],
      ],
      ['stop SIGINT'],
    ],
    [
      'never takes a hang-up for impatience',
      [
        ['SIGHUP', 0],
        ['SIGHUP', 5_000],
      ],
      ['stop SIGHUP'],
    ],
  ] as const satisfies [string, [EndSignal, number][], string[]][]) {
    it(what, async () => {
      const { forwarder, clock, asked, failures } = await setUp();
      for (const [signal, afterMs] of signals) {
        clock.advance(afterMs);
        forwarder.receive(signal);
      }
      await eventually(() => asked().length >= expected.length);
      assert.deepEqual(asked(), expected);
      assert.equal(forwarder.first, signals[0][0]);
      assert.deepEqual(failures, []);
    });
  }

  it('is silent when the process has ended meanwhile, and tells any other refusal', async () => {
    const codes = ['PROCESS_NOT_ACTIVE', 'INVALID_PARAMS'] as const;
    for (const code of codes) {
      const { forwarder, failures, asked } = await setUp(() => {
        throw refusal(code, `Refused: ${code}.`);
      });
      forwarder.receive('SIGTERM');
      await eventually(() => asked().length === 1);
      const expected = code === 'INVALID_PARAMS' ? 1 : 0;
      await eventually(() => failures.length === expected);
    }
  });
});

async function setUp(answer = () => makeProcessInfo()) {
  const runner = new FakeRunner({ 'process/stop': answer, 'process/kill': answer });
  const { connection } = await connectTo(runner);
  const clock = new FakeClock();
  const failures: unknown[] = [];
  const forwarder = new SignalForwarder({ connection, processId: 'p1' }, clock, (error) =>
    failures.push(error),
  );
  const asked = (): string[] =>
    runner.asked.slice(1).map(({ method, params }) => {
      const { signal } = params as { signal?: string };
      return [method.replace('process/', ''), signal].filter(Boolean).join(' ');
    });
  return { forwarder, clock, failures, asked };
}
