// pm2Logger DIRECTORY FILE COMMAND [ARGS...]: has the pm2 that is installed in DIRECTORY log what a command prints.
import { createRequire } from 'node:module';
import path from 'node:path';
import { FileGrowth } from '../support/fileGrowth.ts';

/** What is used of pm2. */
interface Pm2 {
  connect: (done: Done) => void;
  start: (options: object, done: Done) => void;
  killDaemon: (done: Done) => void;
}
type Done = (error?: Error | null) => void;

/** When the file has not grown for so long, pm2 has lost the rest. */
const LOST_AFTER_MS = 2_000;
const POLL_MS = 5;

const [directory = '', file = '', script = '', ...args] = process.argv.slice(2);
const expectedBytes = Number(args.at(-1));
const pm2 = createRequire(path.join(directory, 'index.js'))('pm2') as Pm2;

await finished((done) => pm2.connect(done));
const growth = new FileGrowth(file);
try {
  const options = { script, args, interpreter: 'none', autorestart: false, output: file, error: file };
  await finished((done) => pm2.start(options, done));
  while (growth.bytes < expectedBytes && growth.silentMs < LOST_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const ms = growth.stop();
  process.stdout.write(JSON.stringify({ bytes: growth.bytes, ms }), () => undefined);
} finally {
  await finished((done) => pm2.killDaemon(done));
}
process.exit();

function finished(begin: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    begin((error) => (error instanceof Error ? reject(error) : resolve()));
  });
}
