import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveTarget } from '../../../src/cli/resolveTarget.ts';
import type { ProcessInfo } from '../../../src/protocol/process.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';

const everywhere = (): boolean => true;

describe('resolveTarget', () => {
  it('finds by id, even where names do not count', () => {
    const process = makeProcessInfo();
    assert.deepEqual(
      resolveTarget([process], 'p1', () => false),
      { kind: 'found', process },
    );
  });

  it('prefers an id to a name', () => {
    const named = makeProcessInfo({ id: 'p2', title: 'p1' });
    const process = makeProcessInfo();
    assert.deepEqual(resolveTarget([named, process], 'p1', everywhere), { kind: 'found', process });
  });

  it('finds by name and by title', () => {
    const process = makeProcessInfo({ spec: { command: 'vite', name: 'web' }, title: 'web server' });
    assert.deepEqual(resolveTarget([process], 'web', everywhere), { kind: 'found', process });
    assert.deepEqual(resolveTarget([process], 'web server', everywhere), { kind: 'found', process });
  });

  it('does not find by name where names do not count, nor by a part of it', () => {
    const process = makeProcessInfo({ title: 'web' });
    assert.deepEqual(
      resolveTarget([process], 'web', () => false),
      { kind: 'unknown' },
    );
    assert.deepEqual(resolveTarget([process], 'we', everywhere), { kind: 'unknown' });
  });

  it('means the one that is active', () => {
    const active = named('p1', 'running');
    assert.deepEqual(
      resolveTarget([named('p2', 'stopped'), active, named('p3', 'failed')], 'web', everywhere),
      {
        kind: 'found',
        process: active,
      },
    );
  });

  it('lists those it could mean', () => {
    const matches = [named('p1', 'running'), named('p2', 'pending')];
    const all = [...matches, named('p3', 'stopped')];
    assert.deepEqual(resolveTarget(all, 'web', everywhere), { kind: 'ambiguous', matches });
  });

  it('means the last of those that ended', () => {
    const last = named('p2', 'failed', 2_000);
    const all = [named('p1', 'stopped', 1_000), last, named('p3', 'stopped', 500)];
    assert.deepEqual(resolveTarget(all, 'web', everywhere), { kind: 'found', process: last });
  });
});

function named(id: string, state: ProcessInfo['state'], createdAtMs = 1_000): ProcessInfo {
  return makeProcessInfo({ id, state, title: 'web', createdAtMs });
}
