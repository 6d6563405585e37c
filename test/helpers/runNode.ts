import { execFile } from 'node:child_process';

/** How a Node process has ended, and everything it printed. */
export interface NodeResult {
  readonly code: number | string;
  readonly output: string;
}

/** Runs Node with these arguments as if from a terminal: what it runs may itself use node:test. */
export function runNode(...args: string[]): Promise<NodeResult> {
  // With the variable, an inner test file would talk the binary protocol of `node --test`.
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    });
  });
}
