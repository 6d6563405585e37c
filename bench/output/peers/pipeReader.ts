// pipeReader COMMAND [ARGS...]: the least that a Node program can do with the output of a child.
import { spawn } from 'node:child_process';

const [file = '', ...args] = process.argv.slice(2);
const startedAtMs = performance.now();
const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
let bytes = 0;
child.stdout.on('data', (chunk: Buffer) => {
  bytes += chunk.length;
});
child.once('close', () => {
  process.stdout.write(JSON.stringify({ bytes, ms: performance.now() - startedAtMs }));
});
