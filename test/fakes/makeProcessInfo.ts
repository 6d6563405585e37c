import type { ProcessInfo } from '../../src/protocol/process.ts';

/** A running process, but for what the test says. */
export function makeProcessInfo(overrides: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    id: 'p1',
    sessionId: 's1',
    title: 'sleep 60',
    spec: { command: 'sleep', args: ['60'] },
    cwd: '/srv/app',
    state: 'running',
    pid: 4242,
    run: 1,
    restarts: 0,
    createdAtMs: 1_000,
    startedAtMs: 1_000,
    runCursor: 0,
    endCursor: 0,
    machine: 'here',
    ...overrides,
  };
}
