import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../base/errorText.ts';

/** How a runner was asked to serve. */
export type RunnerMode =
  | { kind: 'stdio' }
  | { kind: 'daemon'; stateDir: string }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'invalid'; message: string };

export const USAGE = `Usage: node runner.js --stdio
       node runner.js --daemon --state-dir DIR

  --stdio           serve JSON-RPC on standard input and output; ends with them
  --daemon          serve on a private socket, told in DIR/runner.json, until nobody needs it
  --state-dir DIR   where a daemon keeps its files
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
  version: boolean;
  help: boolean;
}

function modeOf(values: Values): RunnerMode {
  const stateDir = values['state-dir'];
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (values.stdio === values.daemon)
    return { kind: 'invalid', message: 'Give exactly one of --stdio and --daemon.' };
  if (values.stdio) return { kind: 'stdio' };
  if (stateDir === undefined || stateDir === '') {
    return { kind: 'invalid', message: '--daemon needs --state-dir DIR.' };
  }
  return { kind: 'daemon', stateDir: path.resolve(stateDir) };
}
