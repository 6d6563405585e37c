import type { EndCause, ExitStatus, ProcessError } from '../../protocol/process.ts';

/** Where a process stands, with exactly the facts that are true there. Times are epoch milliseconds. */
export type LifecycleState =
  /** Waits for its turn. */
  | { readonly kind: 'pending' }
  /** Its child is being made. */
  | { readonly kind: 'starting' }
  | ({ readonly kind: 'running' } & Live)
  /** Its whole tree is halted and can go on. */
  | ({ readonly kind: 'paused' } & Live)
  /** Being ended; `pid` is absent while the child is still being made. */
  | {
      readonly kind: 'stopping';
      readonly cause: EndCause;
      readonly pid?: number;
      readonly startedAtMs?: number;
    }
  /** Ended as it was meant to: by itself with success, or because somebody wanted it. */
  | ({ readonly kind: 'stopped' } & Ended)
  /** Ended in a way nobody asked for, or could not be started, or could not be ended. */
  | ({ readonly kind: 'failed'; readonly error: ProcessError } & Ended);

interface Live {
  readonly pid: number;
  readonly startedAtMs: number;
}

interface Ended {
  readonly cause: EndCause;
  readonly endedAtMs: number;
  readonly startedAtMs?: number;
  readonly exit?: ExitStatus;
}

/** What can happen to a process. */
export type LifecycleEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'spawned'; readonly pid: number; readonly atMs: number }
  | { readonly kind: 'spawnFailed'; readonly error: ProcessError; readonly atMs: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Somebody wants it ended; before it has started that ends it at once. */
  | { readonly kind: 'stop'; readonly cause: EndCause; readonly atMs: number }
  /** The child has ended, all its output has been read, and what had to be ended with it is gone. */
  | { readonly kind: 'exited'; readonly exit: ExitStatus; readonly atMs: number }
  /** Something of it is still alive after everything was tried. */
  | {
      readonly kind: 'survived';
      readonly error: ProcessError;
      readonly exit?: ExitStatus;
      readonly atMs: number;
    }
  /** Run it again, under the same identity. */
  | { readonly kind: 'requeue' };

/** A move, with the true state before and after, or a refusal that leaves everything as it is. */
export type Transition =
  | { readonly kind: 'moved'; readonly from: LifecycleState; readonly to: LifecycleState }
  | { readonly kind: 'refused'; readonly from: LifecycleState; readonly event: LifecycleEvent['kind'] };

/** The rules, as a pure function: what an event makes of a state. */
export function transition(from: LifecycleState, event: LifecycleEvent): Transition {
  const to = nextState(from, event);
  return to === undefined ? { kind: 'refused', from, event: event.kind } : { kind: 'moved', from, to };
}

/** Whether something of the process may be alive. */
export function isActive(state: LifecycleState): boolean {
  return (
    state.kind === 'starting' ||
    state.kind === 'running' ||
    state.kind === 'paused' ||
    state.kind === 'stopping'
  );
}

/** Whether its run is over. */
export function hasEnded(
  state: LifecycleState,
): state is Extract<LifecycleState, { kind: 'stopped' | 'failed' }> {
  return state.kind === 'stopped' || state.kind === 'failed';
}

/** The states that each event leads to, as drawn in ARCHITECTURE.md. */
function nextState(from: LifecycleState, event: LifecycleEvent): LifecycleState | undefined {
  switch (event.kind) {
    case 'start':
      return from.kind === 'pending' ? { kind: 'starting' } : undefined;
    case 'spawned':
      return afterSpawned(from, event);
    case 'spawnFailed':
      return afterSpawnFailed(from, event);
    case 'pause':
      return from.kind === 'running' ? { ...from, kind: 'paused' } : undefined;
    case 'resume':
      return from.kind === 'paused' ? { ...from, kind: 'running' } : undefined;
    case 'stop':
      return afterStop(from, event);
    case 'exited':
      return afterExited(from, event);
    case 'survived':
      return afterSurvived(from, event);
    case 'requeue':
      return hasEnded(from) ? { kind: 'pending' } : undefined;
  }
}

type EventOf<K extends LifecycleEvent['kind']> = Extract<LifecycleEvent, { kind: K }>;

function afterSpawned(from: LifecycleState, event: EventOf<'spawned'>): LifecycleState | undefined {
  const live = { pid: event.pid, startedAtMs: event.atMs };
  if (from.kind === 'starting') return { kind: 'running', ...live };
  // A stop that came while the child was being made: it is stopping still, only now there is something to end.
  if (from.kind === 'stopping' && from.pid === undefined) return { ...from, ...live };
  return undefined;
}

function afterSpawnFailed(from: LifecycleState, event: EventOf<'spawnFailed'>): LifecycleState | undefined {
  if (from.kind === 'starting') {
    return { kind: 'failed', cause: 'spawnFailed', error: event.error, endedAtMs: event.atMs };
  }
  // A terminal's child is forked first and turns out later never to have become the command.
  if (from.kind === 'running' || from.kind === 'paused') {
    const { startedAtMs } = from;
    return { kind: 'failed', cause: 'spawnFailed', error: event.error, endedAtMs: event.atMs, startedAtMs };
  }
  if (from.kind === 'stopping') return { kind: 'stopped', cause: from.cause, endedAtMs: event.atMs };
  return undefined;
}

function afterStop(from: LifecycleState, event: EventOf<'stop'>): LifecycleState | undefined {
  switch (from.kind) {
    case 'pending':
      return { kind: 'stopped', cause: event.cause, endedAtMs: event.atMs };
    case 'starting':
      return { kind: 'stopping', cause: event.cause };
    case 'running':
    case 'paused':
      return { kind: 'stopping', cause: event.cause, pid: from.pid, startedAtMs: from.startedAtMs };
    case 'stopping':
    case 'stopped':
    case 'failed':
      return undefined;
  }
}

function afterExited(from: LifecycleState, event: EventOf<'exited'>): LifecycleState | undefined {
  const { exit, atMs } = event;
  if (from.kind === 'running' || from.kind === 'paused') {
    const ended = { cause: 'exited', exit, endedAtMs: atMs, startedAtMs: from.startedAtMs } as const;
    const error = unexpectedExit(exit);
    return error === undefined ? { kind: 'stopped', ...ended } : { kind: 'failed', error, ...ended };
  }
  if (from.kind === 'stopping') {
    const started = from.startedAtMs === undefined ? {} : { startedAtMs: from.startedAtMs };
    return { kind: 'stopped', cause: from.cause, exit, endedAtMs: atMs, ...started };
  }
  return undefined;
}

function afterSurvived(from: LifecycleState, event: EventOf<'survived'>): LifecycleState | undefined {
  if (from.kind !== 'stopping') return undefined;
  return {
    kind: 'failed',
    cause: from.cause,
    error: event.error,
    endedAtMs: event.atMs,
    ...(from.startedAtMs === undefined ? {} : { startedAtMs: from.startedAtMs }),
    ...(event.exit === undefined ? {} : { exit: event.exit }),
  };
}

function unexpectedExit(exit: ExitStatus): ProcessError | undefined {
  if ('signal' in exit) return { code: 'UNEXPECTED_EXIT', message: `It was ended by ${exit.signal}.` };
  if (exit.code === 0) return undefined;
  return { code: 'UNEXPECTED_EXIT', message: `It ended with exit code ${String(exit.code)}.` };
}
