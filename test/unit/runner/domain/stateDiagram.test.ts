import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  transition,
  type LifecycleEvent,
  type LifecycleState,
} from '../../../../src/runner/domain/processLifecycle.ts';

const error = { code: 'SPAWN_FAILED', message: '' } as const;
const live = { pid: 1, startedAtMs: 0 };

const states: readonly LifecycleState[] = [
  { kind: 'pending' },
  { kind: 'starting' },
  { kind: 'running', ...live },
  { kind: 'paused', ...live },
  { kind: 'stopping', cause: 'cancelled' },
  { kind: 'stopping', cause: 'cancelled', ...live },
  { kind: 'stopped', cause: 'exited', endedAtMs: 0 },
  { kind: 'failed', cause: 'exited', endedAtMs: 0, error },
];

const events: readonly LifecycleEvent[] = [
  { kind: 'start' },
  { kind: 'spawned', pid: 1, atMs: 0 },
  { kind: 'spawnFailed', error, atMs: 0 },
  { kind: 'pause' },
  { kind: 'resume' },
  { kind: 'stop', cause: 'cancelled', atMs: 0 },
  { kind: 'exited', exit: { code: 0 }, atMs: 0 },
  { kind: 'exited', exit: { code: 1 }, atMs: 0 },
  { kind: 'survived', error, atMs: 0 },
  { kind: 'requeue' },
];

/** Every move that the rules allow, as `from --> to: event`. */
function movesOfTheRules(): Set<string> {
  const moves = new Set<string>();
  for (const from of states) {
    for (const event of events) {
      const result = transition(from, event);
      if (result.kind === 'moved') moves.add(`${from.kind} --> ${result.to.kind}: ${event.kind}`);
    }
  }
  return moves;
}

/** Every move that is drawn; a label may name several events, and explain one in parentheses. */
function movesOfTheDiagram(): Set<string> {
  const page = readFileSync(new URL('../../../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const diagram = /```mermaid\nstateDiagram-v2\n([^`]*)```/.exec(page)?.[1] ?? '';
  const moves = new Set<string>();
  for (const line of diagram.split('\n')) {
    const [, move, label] = /^\s*(\w+ --> \w+): (.*)$/.exec(line) ?? [];
    if (move === undefined || label === undefined) continue;
    for (const event of label.replace(/\([^)]*\)/g, '').split(',')) moves.add(`${move}: ${event.trim()}`);
  }
  return moves;
}

describe('the state diagram in ARCHITECTURE.md', () => {
  it('draws exactly the moves that the rules allow', () => {
    assert.deepEqual([...movesOfTheDiagram()].sort(), [...movesOfTheRules()].sort());
  });
});
