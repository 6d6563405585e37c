import { randomUUID } from 'node:crypto';
import type { EnvironmentLayer, ProcessSpec } from '../../protocol/process.ts';
import type { AdapterRegistry } from '../adapters/adapterRegistry.ts';
import { buildEnvironment } from '../child/environment.ts';
import { RUN_MARK, type RunCommand } from './run.ts';

/** Everything that decides what a run executes. */
export interface CommandRequest {
  processId: string;
  spec: ProcessSpec;
  /** Absolute. */
  cwd: string;
  sessionEnv: EnvironmentLayer;
  /** The runner's own environment, used where the spec brings none of its caller's. */
  runnerEnv: NodeJS.ProcessEnv;
  terminalSize: { cols: number; rows: number };
}

/** Makes the exact command of a new run, with a mark in its environment that no other run has. */
export function prepareCommand(adapters: AdapterRegistry, request: CommandRequest): RunCommand {
  const { spec, cwd } = request;
  const isTerminal = spec.interactive === true;
  const env = buildEnvironment({
    base: spec.baseEnv ?? request.runnerEnv,
    session: request.sessionEnv,
    spec: spec.env ?? {},
    identity: { PROCESSION_PROCESS_ID: request.processId, [RUN_MARK]: randomUUID(), PWD: cwd },
    isTerminal,
  });
  const adapt = adapters.get(spec.adapter ?? 'exec');
  const { file, args } = adapt({ command: spec.command, args: spec.args ?? [], env });
  return { file, args, cwd, env, ...(isTerminal ? { terminal: request.terminalSize } : {}) };
}
