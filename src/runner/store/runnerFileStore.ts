import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RUNNER_FILE_NAME, runnerFileSchema, type RunnerFile } from '../../protocol/runnerFile.ts';

/** Tells clients where this runner is found. It appears whole or not at all, and only its user can read it. */
export function writeRunnerFile(stateDir: string, content: RunnerFile): void {
  const file = path.join(stateDir, RUNNER_FILE_NAME);
  const temporary = `${file}.${String(process.pid)}`;
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

/** What the last runner of this directory left behind, if it can be read. */
export function readRunnerFile(stateDir: string): RunnerFile | undefined {
  try {
    return runnerFileSchema.parse(JSON.parse(readFileSync(path.join(stateDir, RUNNER_FILE_NAME), 'utf8')));
  } catch {
    // Absent or damaged: either way there is nothing to be learnt from it.
    return undefined;
  }
}

export function removeRunnerFile(stateDir: string): void {
  rmSync(path.join(stateDir, RUNNER_FILE_NAME), { force: true });
}
