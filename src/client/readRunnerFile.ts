import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../base/errorText.ts';
import { describeSchemaError } from '../protocol/describeSchemaError.ts';
import { RUNNER_FILE_NAME, runnerFileSchema, type RunnerFile } from '../protocol/runnerFile.ts';
import { hasErrorCode } from './errorCode.ts';
import { throwIfOpenToOthers } from './privatePath.ts';
import { RunnerError } from './runnerError.ts';

/**
 * Reads where a state directory's runner is found; `undefined` when none has written that down. Throws `UNAUTHORIZED`
 * for a file or directory that is not this user's alone, and `BAD_ANSWER` for content that makes no sense.
 */
export async function readRunnerFile(stateDir: string): Promise<RunnerFile | undefined> {
  const file = path.join(stateDir, RUNNER_FILE_NAME);
  try {
    throwIfOpenToOthers(stateDir, await stat(stateDir));
    return parseRunnerFile(file, await readPrivateFile(file));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Checks what it has opened, so that the file cannot be exchanged between the check and the reading. */
async function readPrivateFile(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    throwIfOpenToOthers(file, await handle.stat());
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function parseRunnerFile(file: string, text: string): RunnerFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RunnerError('BAD_ANSWER', `"${file}" is not JSON: ${errorText(error)}`);
  }
  const parsed = runnerFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RunnerError(
    'BAD_ANSWER',
    `"${file}" is not what it should be: ${describeSchemaError(parsed.error).message}`,
  );
}
