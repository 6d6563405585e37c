import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ProcessError } from '../../../../src/protocol/process.ts';
import {
  hasEnded,
  isActive,
  transition,
  type LifecycleEvent,
  type LifecycleState,
} from '../../../../src/runner/domain/processLifecycle.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const noSuchFile: ProcessError = { code: 'SPAWN_FAILED', message: 'no such file', errno: 'ENOENT' };
const survivor: ProcessError = {
  code: 'STOP_FAILED',
  message: 'alive',
  survivors: [{ pid: 9, command: 'x' }],
};
const live = { pid: 42, startedAtMs: 1_000 };

const states = {
  pending: { kind: 'pending' },
  starting: { kind: 'starting' },
  running: { kind: 'running', ...live },
  paused: { kind: 'paused', ...live },
  unborn: { kind: 'stopping', cause: 'cancelled' },
  stopping: { kind: 'stopping', cause: 'timedOut', ...live },
  stopped: { kind: 'stopped', cause: 'exited', exit: { code: 0 }, startedAtMs: 1_000, endedAtMs: 2_000 },
  failed: { kind: 'failed', cause: 'spawnFailed', error: noSuchFile, endedAtMs: 2_000 },
} as const satisfies Record<string, LifecycleState>;

const events = {
  start: { kind: 'start' },
  spawned: { kind: 'spawned', pid: 42, atMs: 1_000 },
  spawnFailed: { kind: 'spawnFailed', error: noSuchFile, atMs: 3_000 },
  pause: { kind: 'pause' },
  resume: { kind: 'resume' },
  stop: { kind: 'stop', cause: 'cancelled', atMs: 3_000 },
  exitedWell: { kind: 'exited', exit: { code: 0 }, atMs: 3_000 },
  exitedBadly: { kind: 'exited', exit: { code: 7 }, atMs: 3_000 },
  killed: { kind: 'exited', exit: { signal: 'SIGKILL' }, atMs: 3_000 },
  survived: { kind: 'survived', error: survivor, exit: { code: 7 }, atMs: 3_000 },
  requeue: { kind: 'requeue' },
} as const satisfies Record<string, LifecycleEvent>;

type StateName = keyof typeof states;
type EventName = keyof typeof events;

const ended = { endedAtMs: 3_000, startedAtMs: 1_000 } as const;
const execFailed = { kind: 'failed', cause: 'spawnFailed', error: noSuchFile, ...ended } as const;
const exitedWell = { kind: 'stopped', cause: 'exited', exit: { code: 0 }, ...ended } as const;
const exitedBadly = {
  kind: 'failed',
  cause: 'exited',
  exit: { code: 7 },
  error: { code: 'UNEXPECTED_EXIT', message: 'It ended with exit code 7.' },
  ...ended,
} as const;
const killed = {
  kind: 'failed',
  cause: 'exited',
  exit: { signal: 'SIGKILL' },
  error: { code: 'UNEXPECTED_EXIT', message: 'It was ended by SIGKILL.' },
  ...ended,
} as const;
const stopping = { kind: 'stopping', cause: 'cancelled', ...live } as const;

/** Every move there is; all other pairs are refused. */
const moves: Record<StateName, Partial<Record<EventName, LifecycleState>>> = {
  pending: {
    start: { kind: 'starting' },
    stop: { kind: 'stopped', cause: 'cancelled', endedAtMs: 3_000 },
  },
  starting: {
    spawned: { kind: 'running', ...live },
    spawnFailed: { kind: 'failed', cause: 'spawnFailed', error: noSuchFile, endedAtMs: 3_000 },
    stop: { kind: 'stopping', cause: 'cancelled' },
  },
  running: {
    spawnFailed: execFailed,
    pause: { kind: 'paused', ...live },
    stop: stopping,
    exitedWell,
    exitedBadly,
    killed,
  },
  paused: {
    spawnFailed: execFailed,
    resume: { kind: 'running', ...live },
    stop: stopping,
    exitedWell,
    exitedBadly,
    killed,
  },
  unborn: {
    spawned: stopping,
    spawnFailed: { kind: 'stopped', cause: 'cancelled', endedAtMs: 3_000 },
    exitedWell: { kind: 'stopped', cause: 'cancelled', exit: { code: 0 }, endedAtMs: 3_000 },
    exitedBadly: { kind: 'stopped', cause: 'cancelled', exit: { code: 7 }, endedAtMs: 3_000 },
    killed: { kind: 'stopped', cause: 'cancelled', exit: { signal: 'SIGKILL' }, endedAtMs: 3_000 },
    survived: { kind: 'failed', cause: 'cancelled', error: survivor, exit: { code: 7 }, endedAtMs: 3_000 },
  },
  stopping: {
    spawnFailed: { kind: 'stopped', cause: 'timedOut', endedAtMs: 3_000 },
    exitedWell: { kind: 'stopped', cause: 'timedOut', exit: { code: 0 }, ...ended },
    exitedBadly: { kind: 'stopped', cause: 'timedOut', exit: { code: 7 }, ...ended },
    killed: { kind: 'stopped', cause: 'timedOut', exit: { signal: 'SIGKILL' }, ...ended },
    survived: { kind: 'failed', cause: 'timedOut', error: survivor, exit: { code: 7 }, ...ended },
  },
  stopped: { requeue: { kind: 'pending' } },
  failed: { requeue: { kind: 'pending' } },
};

describe('transition', () => {
  checkLeaks();

  for (const [stateName, from] of Object.entries(states)) {
    for (const [eventName, event] of Object.entries(events)) {
      const to = moves[stateName as StateName][eventName as EventName];
      it(`${stateName} + ${eventName} → ${to?.kind ?? 'refused'}`, () => {
        const expected =
          to === undefined ? { kind: 'refused', from, event: event.kind } : { kind: 'moved', from, to };
        assert.deepEqual(transition(from, event), expected);
      });
    }
  }

  it('leaves the exit out of a survival that is not known to have one', () => {
    const result = transition(states.stopping, { kind: 'survived', error: survivor, atMs: 3_000 });
    assert.ok(result.kind === 'moved' && !('exit' in result.to));
  });
});

describe('the questions about a state', () => {
  checkLeaks();

  it('says which states are active', () => {
    assert.deepEqual(namesWhere(isActive), ['starting', 'running', 'paused', 'unborn', 'stopping']);
  });

  it('says which states are ends', () => {
    assert.deepEqual(namesWhere(hasEnded), ['stopped', 'failed']);
  });
});

describe('any sequence of events', () => {
  checkLeaks();

  it('leads from state to state of the union, each with exactly its own facts', () => {
    forEveryMove(({ to }) => {
      const { required, allowed } = fields[to.kind];
      const present = Object.keys(to);
      for (const field of required) assert.ok(present.includes(field), `${to.kind} has ${field}`);
      for (const field of present) assert.ok(allowed.includes(field), `${to.kind} has no ${field}`);
      assert.ok(!Object.values(to).includes(undefined), 'nothing is undefined');
    });
  });

  it('leaves an end only by requeue', () => {
    forEveryMove(({ from, event }) => {
      if (hasEnded(from)) assert.equal(event.kind, 'requeue');
    });
  });

  it('gives an exit exactly one of code and signal', () => {
    forEveryMove(({ to }) => {
      if ('exit' in to) assert.equal(Object.keys(to.exit).length, 1);
    });
  });

  it('keeps the first cause', () => {
    forEveryMove(({ from, to }) => {
      if (from.kind === 'stopping') assert.ok('cause' in to && to.cause === from.cause);
    });
  });

  it('keeps pid and start time while the child lives', () => {
    forEveryMove(({ from, to }) => {
      if ('pid' in from && 'pid' in to) assert.deepEqual(to.pid, from.pid);
      if ('startedAtMs' in from && 'startedAtMs' in to) assert.equal(to.startedAtMs, from.startedAtMs);
    });
  });
});

const facts = ['cause', 'endedAtMs', 'startedAtMs', 'exit'];
const fields: Record<LifecycleState['kind'], { required: string[]; allowed: string[] }> = {
  pending: { required: [], allowed: ['kind'] },
  starting: { required: [], allowed: ['kind'] },
  running: { required: ['pid', 'startedAtMs'], allowed: ['kind', 'pid', 'startedAtMs'] },
  paused: { required: ['pid', 'startedAtMs'], allowed: ['kind', 'pid', 'startedAtMs'] },
  stopping: { required: ['cause'], allowed: ['kind', 'cause', 'pid', 'startedAtMs'] },
  stopped: { required: ['cause', 'endedAtMs'], allowed: ['kind', ...facts] },
  failed: { required: ['cause', 'endedAtMs', 'error'], allowed: ['kind', 'error', ...facts] },
};

const time = fc.nat(1_000_000);
const exit = fc.oneof(
  fc.record({ code: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ signal: fc.constantFrom('SIGTERM', 'SIGKILL', 'SIGSEGV') }),
);
const anyEvent: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  fc.constantFrom<LifecycleEvent>({ kind: 'start' }, { kind: 'pause' }, { kind: 'resume' }),
  fc.constant<LifecycleEvent>({ kind: 'requeue' }),
  fc.record({ kind: fc.constant('spawned'), pid: fc.nat(), atMs: time }),
  fc.record({ kind: fc.constant('spawnFailed'), error: fc.constant(noSuchFile), atMs: time }),
  fc.record({
    kind: fc.constant('stop'),
    cause: fc.constantFrom('cancelled', 'timedOut', 'limitExceeded', 'lost'),
    atMs: time,
  }),
  fc.record({ kind: fc.constant('exited'), exit, atMs: time }),
  fc.record({ kind: fc.constant('survived'), error: fc.constant(survivor), atMs: time }),
);

/** Looks at each move of many random lives. A refusal must leave everything as it is. */
function forEveryMove(
  look: (move: { from: LifecycleState; event: LifecycleEvent; to: LifecycleState }) => void,
): void {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (sequence) => {
      let state: LifecycleState = { kind: 'pending' };
      for (const event of sequence) {
        const result = transition(state, event);
        assert.equal(result.from, state);
        if (result.kind === 'refused') continue;
        look({ from: state, event, to: result.to });
        state = result.to;
      }
    }),
    { numRuns: 300 },
  );
}

function namesWhere(question: (state: LifecycleState) => boolean): string[] {
  return Object.entries(states)
    .filter(([, state]) => question(state))
    .map(([name]) => name);
}
