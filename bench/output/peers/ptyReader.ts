// ptyReader COMMAND [ARGS...]: node-pty as everybody uses it, with the output thrown away.
import { spawn } from 'node-pty';

const [file = '', ...args] = process.argv.slice(2);
const startedAtMs = performance.now();
// Bytes: text would cost it the decoding. Its types know only text.
const pty = spawn(file, args, { cols: 80, rows: 30, encoding: null });
let bytes = 0;
let ms = 0;
pty.onData((chunk) => {
  bytes += chunk.length;
  ms = performance.now() - startedAtMs;
});
// It tells the exit 200 ms late; what counts is the last byte.
pty.onExit(() => {
  process.stdout.write(JSON.stringify({ bytes, ms }));
});
