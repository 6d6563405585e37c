// echoHost SOCKET COMMAND [ARGS...]: a terminal of node-pty, its keys and its output carried by vscode-jsonrpc.
import { spawn } from 'node-pty';
import { connectToBench } from './connectToBench.ts';

const [socketPath = '', file = '', ...args] = process.argv.slice(2);
const connection = await connectToBench(socketPath);
const pty = spawn(file, args, { cols: 80, rows: 30 });
pty.onData((content) => {
  connection.sendNotification('output', { content }).catch(() => process.exit(1));
});
connection.onNotification('input', ({ data }: { data: string }) => {
  pty.write(data);
});
connection.listen();
