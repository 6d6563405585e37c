// messageSender SOCKET COMMAND [ARGS...]: what a child prints, as vscode-jsonrpc carries it with nothing around it.
import { spawn } from 'node:child_process';
import { connectToBench } from './connectToBench.ts';

const [socketPath = '', file = '', ...args] = process.argv.slice(2);
const connection = await connectToBench(socketPath);
connection.onRequest('run', async () => {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // Pieces of 64 KiB, as the pipe gives them; the next one when this one has been taken.
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    await connection.sendNotification('output', { content: piece.toString('utf8') });
  }
  return null;
});
connection.listen();
