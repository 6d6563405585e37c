import { delay, type Clock } from '../../base/clock.ts';
import type { ProcessTree, TreeMember } from './processTree.ts';

/** How long after SIGKILL something may still be found alive until it counts as one that cannot be ended. */
const KILL_LIMIT_MS = 5_000;

/** Looks come quickly at first, since most programs end within milliseconds, and slow down while one takes its time. */
const FIRST_LOOK_MS = 2;
const SLOWEST_LOOK_MS = 100;

export interface TerminationPlan {
  /** Sent first, in this order, to every member; none of them means SIGKILL at once. */
  politeSignals: readonly string[];
  /** How long the polite way may take. */
  graceMs: number;
  /** Cuts the grace short. */
  hurry: AbortSignal;
}

/** What it took, or what is still alive. */
export type Termination =
  { kind: 'ended'; step: 'polite' | 'kill' } | { kind: 'survived'; survivors: readonly TreeMember[] };

/**
 * Ends a tree and makes sure of it: signal, look, signal what is new, until nothing is left; after the grace with SIGKILL.
 * One snapshot is never enough, because children may be born between it and the signal.
 */
export async function terminateTree(
  clock: Clock,
  tree: ProcessTree,
  plan: TerminationPlan,
): Promise<Termination> {
  const { politeSignals, graceMs, hurry } = plan;
  if (politeSignals.length > 0 && !hurry.aborted) {
    const remaining = await signalUntilGone(clock, tree, {
      signals: politeSignals,
      limitMs: graceMs,
      repeat: false,
      hurry,
    });
    if (remaining.length === 0) return { kind: 'ended', step: 'polite' };
  }
  const survivors = await signalUntilGone(clock, tree, {
    signals: ['SIGKILL'],
    limitMs: KILL_LIMIT_MS,
    repeat: true,
  });
  return survivors.length === 0 ? { kind: 'ended', step: 'kill' } : { kind: 'survived', survivors };
}

interface Step {
  signals: readonly string[];
  limitMs: number;
  /** Whether those already signalled are signalled again. A polite signal is sent once: a second one often means force. */
  repeat: boolean;
  hurry?: AbortSignal;
}

async function signalUntilGone(clock: Clock, tree: ProcessTree, step: Step): Promise<TreeMember[]> {
  const untilMs = clock.nowMs() + step.limitMs;
  const signalled = new Set<string>();
  let lookMs = FIRST_LOOK_MS;
  for (;;) {
    const members = await tree.members();
    if (members.length === 0) return [];
    const due = step.repeat ? members : members.filter((member) => !signalled.has(identity(member)));
    for (const signal of step.signals) await tree.signal(signal, due);
    for (const member of due) signalled.add(identity(member));
    if (clock.nowMs() >= untilMs || step.hurry?.aborted === true) return members;
    await Promise.race([delay(clock, lookMs), aborted(step.hurry)]);
    lookMs = Math.min(SLOWEST_LOOK_MS, lookMs * 2);
  }
}

function identity(member: TreeMember): string {
  return `${String(member.pid)}@${member.startTime}`;
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    signal?.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
