import type { ProcessSpec } from '../../src/protocol/process.ts';
import { RUN_MARK, type RunCommand } from '../../src/runner/execution/run.ts';
import { ManagedProcess } from '../../src/runner/scheduling/managedProcess.ts';
import type { FakeChild, FakeWorld } from './fakeWorld.ts';

/** A pending process of a fake world. */
export function makeProcess(
  world: FakeWorld,
  { id = 'p1', ...spec }: Partial<ProcessSpec> & { id?: string } = {},
): ManagedProcess {
  return new ManagedProcess({
    id,
    sessionId: 's1',
    spec: { command: 'server', ...spec },
    cwd: '/srv/app',
    world,
    prepare: runCommandOf,
  });
}

/** A process that runs, and the child that it runs in. */
export async function makeRunning(
  world: FakeWorld,
  spec: Partial<ProcessSpec> & { id?: string } = {},
): Promise<{ process: ManagedProcess; child: FakeChild }> {
  const process = makeProcess(world, spec);
  await process.start();
  return { process, child: world.child };
}

function runCommandOf({ spec, cwd, terminalSize }: ManagedProcess): RunCommand {
  return {
    file: spec.command,
    args: spec.args ?? [],
    cwd,
    env: { [RUN_MARK]: 'mark' },
    ...(spec.interactive === true ? { terminal: terminalSize } : {}),
  };
}
