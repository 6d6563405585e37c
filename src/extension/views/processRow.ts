import type { ProcessInfo } from '../../protocol/process.ts';
import { formatDuration, formatUptime } from '../format/formatDuration.ts';
import { isActive } from '../model/processStates.ts';
import { describeEnd } from '../terminals/exitLine.ts';

/** A codicon, and the colour it has. */
export interface StateIcon {
  id: string;
  color?: string;
}

/** How a process looks as one row of a list. */
export interface ProcessRow {
  label: string;
  /** A few words beside the label. */
  description: string;
  icon: StateIcon;
  /** Flag words that the `when` clauses of menus look for: `process.running.active.pty`. */
  contextValue: string;
  /** What a screen reader says. */
  spoken: string;
}

/** The row of a process, as it is at the given time. */
export function processRow(process: ProcessInfo, nowMs: number): ProcessRow {
  const description = describe(process, nowMs);
  return {
    label: process.title,
    description,
    icon: stateIcon(process),
    contextValue: contextValue(process),
    spoken: `${process.title}, ${isActive(process.state) ? spokenLife(process, description) : spokenEnd(process)}`,
  };
}

/** The icon of a process's state; only what is about to change by itself moves. */
function stateIcon({ state, cause }: Pick<ProcessInfo, 'state' | 'cause'>): StateIcon {
  switch (state) {
    case 'pending':
      return { id: 'clock', color: 'disabledForeground' };
    case 'starting':
    case 'stopping':
      return { id: 'loading~spin' };
    case 'running':
      return { id: 'play-circle', color: 'testing.iconPassed' };
    case 'paused':
      return { id: 'debug-pause', color: 'testing.iconQueued' };
    case 'stopped':
      return { id: cause === 'exited' ? 'pass' : 'circle-slash', color: 'disabledForeground' };
    case 'failed':
      return { id: 'error', color: 'testing.iconFailed' };
  }
}

function contextValue({ state, spec }: ProcessInfo): string {
  const life = isActive(state) ? 'active' : 'ended';
  return `process.${state}.${life}.${spec.interactive === true ? 'pty' : 'pipes'}`;
}

function describe(process: ProcessInfo, nowMs: number): string {
  const pid = process.pid === undefined ? [] : [`pid ${process.pid}`];
  const uptime = process.startedAtMs === undefined ? [] : [formatUptime(nowMs - process.startedAtMs)];
  switch (process.state) {
    case 'pending':
      return 'pending';
    case 'starting':
      return 'starting';
    case 'running':
      return [...pid, ...uptime].join(' · ');
    case 'paused':
      return ['paused', ...pid].join(' · ');
    case 'stopping':
      return ['stopping', ...pid].join(' · ');
    case 'stopped':
    case 'failed':
      return [shortEnd(process), ...ranFor(process)].join(' · ');
  }
}

function shortEnd({ cause, exit, error }: ProcessInfo): string {
  if (cause === 'spawnFailed') return 'could not start';
  if (error?.code === 'STOP_FAILED') return 'could not be stopped';
  if (cause === 'cancelled') return 'stopped';
  if (cause === 'lost') return 'lost';
  if (exit === undefined) return 'ended';
  return 'code' in exit ? `exit ${exit.code}` : exit.signal;
}

function ranFor({ startedAtMs, endedAtMs }: ProcessInfo): string[] {
  if (startedAtMs === undefined || endedAtMs === undefined) return [];
  return [formatDuration(endedAtMs - startedAtMs)];
}

/** The state comes first: who listens decides by it whether to listen on. */
function spokenLife({ state }: ProcessInfo, description: string): string {
  return description.startsWith(state) ? description : [state, description].join(', ');
}

function spokenEnd(process: ProcessInfo): string {
  const end = describeEnd(process);
  return end.startsWith(process.state) ? end : `${process.state}, ${end}`;
}
