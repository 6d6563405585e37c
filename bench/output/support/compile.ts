import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Compiles a C file of this folder; undefined where that cannot be done. */
export async function compile(
  name: string,
  directory: string,
  ...libraries: string[]
): Promise<string | undefined> {
  const source = path.join(import.meta.dirname, '..', `${name}.c`);
  const program = path.join(directory, name);
  try {
    await run('cc', ['-O2', '-Wall', '-Wextra', '-o', program, source, ...libraries]);
    return program;
  } catch {
    return undefined;
  }
}
