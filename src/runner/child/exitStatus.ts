import { constants } from 'node:os';
import type { ExitStatus } from '../../protocol/process.ts';

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** The name of a signal number, such as SIGTERM for 15; `SIG<n>` for one that this platform has no name for. */
export function signalName(number: number): string {
  return signalNames.get(number) ?? `SIG${String(number)}`;
}

/** The number of a signal name, or undefined where this platform does not have it. */
export function signalNumber(name: string): number | undefined {
  return (constants.signals as Partial<Record<string, number>>)[name];
}

/** Exactly one of code and signal. A signal of 0 is none. */
export function exitStatusOf(code: number | null, signal: string | number | null): ExitStatus {
  if (typeof signal === 'string') return { signal };
  if (signal !== null && signal !== 0) return { signal: signalName(signal) };
  return { code: code ?? 0 };
}
