import { renameSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import path from 'node:path';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.ts';
import { RUNNER_FILE_NAME, type RunnerFile } from '../../src/protocol/runnerFile.ts';
import type { FakeRunner } from './fakeRunner.ts';

/** What a runner in this process would write down, but for what the test says. */
export function makeRunnerFile(stateDir: string, overrides: Partial<RunnerFile> = {}): RunnerFile {
  return {
    protocolVersion: PROTOCOL_VERSION,
    version: '9.9.9',
    buildId: 'fake',
    pid: process.pid,
    startedAtMs: 0,
    socketPath: path.join(stateDir, 'r.sock'),
    token: 'token',
    ...overrides,
  };
}

/** Writes the runner's file as a runner does: complete from the first moment, for this user only. */
export function writeRunnerFile(stateDir: string, content: unknown): void {
  const file = path.join(stateDir, RUNNER_FILE_NAME);
  writeFileSync(`${file}.new`, typeof content === 'string' ? content : JSON.stringify(content), {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}

/** Lets the runner listen and tells the state directory so. */
export async function publishRunner(
  runner: FakeRunner,
  stateDir: string,
  file = makeRunnerFile(stateDir),
): Promise<Server> {
  const server = await runner.listen(file.socketPath);
  writeRunnerFile(stateDir, file);
  return server;
}
