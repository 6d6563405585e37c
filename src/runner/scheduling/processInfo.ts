import type { ProcessInfo } from '../../protocol/process.ts';
import { commandTitle } from '../domain/commandTitle.ts';
import { maskSpec } from '../domain/maskSecrets.ts';
import type { LifecycleState } from '../domain/processLifecycle.ts';
import type { ManagedProcess } from './managedProcess.ts';

/** What is told of a process to the outside, at this moment. */
export function processInfoOf(process: ManagedProcess, machine: string): ProcessInfo {
  const spec = maskSpec(process.spec);
  return {
    id: process.id,
    sessionId: process.sessionId,
    title: commandTitle(spec),
    spec,
    cwd: process.cwd,
    ...stateFacts(process.state),
    run: process.run,
    restarts: process.restarts,
    createdAtMs: process.createdAtMs,
    runCursor: process.runCursor,
    endCursor: process.output.endCursor,
    machine,
  };
}

type StateFacts = Pick<
  ProcessInfo,
  'state' | 'pid' | 'startedAtMs' | 'readyAtMs' | 'endedAtMs' | 'exit' | 'cause' | 'error'
>;

function stateFacts(state: LifecycleState): StateFacts {
  switch (state.kind) {
    case 'pending':
    case 'starting':
      return { state: state.kind };
    case 'running':
    case 'paused': {
      const { kind, pid, startedAtMs } = state;
      // Without a readiness check a process is ready as soon as it runs.
      return { state: kind, pid, startedAtMs, readyAtMs: startedAtMs };
    }
    case 'stopping':
      return {
        state: state.kind,
        cause: state.cause,
        ...(state.pid === undefined ? {} : { pid: state.pid }),
        ...(state.startedAtMs === undefined ? {} : { startedAtMs: state.startedAtMs }),
      };
    case 'stopped':
    case 'failed':
      return {
        state: state.kind,
        cause: state.cause,
        endedAtMs: state.endedAtMs,
        ...(state.startedAtMs === undefined ? {} : { startedAtMs: state.startedAtMs }),
        ...(state.exit === undefined ? {} : { exit: state.exit }),
        ...(state.kind === 'failed' ? { error: state.error } : {}),
      };
  }
}
