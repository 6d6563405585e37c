import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../base/errorText.ts';
import { DEFAULT_LOG_LIMITS, type LogLimits } from './output/logStore.ts';

/** How a runner was asked to serve. */
export type RunnerMode =
  | { kind: 'stdio'; stateDir: string | undefined; logLimits: LogLimits }
  | { kind: 'daemon'; stateDir: string; logLimits: LogLimits; idleExitMs: number }
  | { kind: 'offload'; tool: OffloadTool }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'invalid'; message: string };

/** How long a daemon stays when it has neither a client nor a live process, unless `--idle-exit-ms` says otherwise. */
const IDLE_EXIT_MS = 60_000;

/** Work that a runner gives to a process of its own, which it starts with `--offload TOOL`; not for people to use. */
export const OFFLOAD_TOOLS = ['screen', 'search'] as const;
export type OffloadTool = (typeof OFFLOAD_TOOLS)[number];

export const USAGE = `Usage: node runner.js --stdio [--state-dir DIR]
       node runner.js --daemon --state-dir DIR

  --stdio           serve JSON-RPC on standard input and output; ends with them
  --daemon          serve on a private socket, told in DIR/runner.json, until nobody needs it
  --state-dir DIR   where it keeps its files; without it --stdio uses a temporary directory
  --log-process-mib N, --log-total-mib N, --log-age-hours N
                    how much of each process's output is kept on disk (100), of all together (1024), for how long (168)
  --verbose         log more
  --version, --help
`;

/** Reads the command line; what does not make sense comes back as a sentence. */
export function parseArguments(args: readonly string[]): { mode: RunnerMode; verbose: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stdio: { type: 'boolean', default: false },
        daemon: { type: 'boolean', default: false },
        'state-dir': { type: 'string' },
        'log-process-mib': { type: 'string' },
        'log-total-mib': { type: 'string' },
        'log-age-hours': { type: 'string' },
        'idle-exit-ms': { type: 'string' },
        offload: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return { mode: modeOf(values), verbose: values.verbose };
  } catch (error) {
    return { mode: { kind: 'invalid', message: errorText(error) }, verbose: false };
  }
}

interface Values {
  stdio: boolean;
  daemon: boolean;
  'state-dir'?: string;
  offload?: string;
  'log-process-mib'?: string;
  'log-total-mib'?: string;
  'log-age-hours'?: string;
  'idle-exit-ms'?: string;
  version: boolean;
  help: boolean;
}

function modeOf(values: Values): RunnerMode {
  const stateDir = values['state-dir'];
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (values.offload !== undefined) return offloadMode(values.offload);
  if (values.stdio === values.daemon)
    return { kind: 'invalid', message: 'Give exactly one of --stdio and --daemon.' };
  if (stateDir === '') return { kind: 'invalid', message: '--state-dir needs a directory.' };
  const logLimits = logLimitsOf(values);
  if (values.stdio) {
    return {
      kind: 'stdio',
      stateDir: stateDir === undefined ? undefined : path.resolve(stateDir),
      logLimits,
    };
  }
  if (stateDir === undefined) return { kind: 'invalid', message: '--daemon needs --state-dir DIR.' };
  const idleExitMs = amount(values, 'idle-exit-ms', 1) ?? IDLE_EXIT_MS;
  return { kind: 'daemon', stateDir: path.resolve(stateDir), logLimits, idleExitMs };
}

function offloadMode(name: string): RunnerMode {
  const tool = OFFLOAD_TOOLS.find((known) => known === name);
  return tool === undefined
    ? { kind: 'invalid', message: `There is no tool ${name} to offload.` }
    : { kind: 'offload', tool };
}

const MIB = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;

function logLimitsOf(values: Values): LogLimits {
  return {
    processBytes: amount(values, 'log-process-mib', MIB) ?? DEFAULT_LOG_LIMITS.processBytes,
    totalBytes: amount(values, 'log-total-mib', MIB) ?? DEFAULT_LOG_LIMITS.totalBytes,
    ageMs: amount(values, 'log-age-hours', HOUR_MS) ?? DEFAULT_LOG_LIMITS.ageMs,
  };
}

type AmountName = keyof Values & (`log-${string}` | `${string}-ms`);

/** The value of an option in units of `unit`; throws a sentence for what is no positive number. */
function amount(values: Values, name: AmountName, unit: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number <= 0) {
    throw new Error(`--${name} needs a positive number, and "${text}" is none.`);
  }
  return number * unit;
}
