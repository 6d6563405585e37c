import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { nodePeer } from './runPeer.ts';

/** Another process, and a bare conversation with it over a Unix socket. */
export interface SocketPeer {
  connection: MessageConnection;
  end: () => Promise<void>;
}

let count = 0;

/** Starts a peer of this folder that connects to the socket it is given first; the conversation does not read yet. */
export async function startSocketPeer(
  name: string,
  scratch: string,
  args: readonly string[],
): Promise<SocketPeer> {
  const socketPath = path.join(scratch, `${process.pid}-${count++}.sock`);
  const server = createServer();
  server.listen(socketPath);
  await once(server, 'listening');
  const [file = '', ...rest] = nodePeer(name, socketPath, ...args);
  const child = spawn(file, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
  const exited = once(child, 'exit');
  const [socket] = (await once(server, 'connection')) as [Socket];
  server.close();
  const connection = createMessageConnection(
    new StreamMessageReader(socket),
    new StreamMessageWriter(socket),
  );
  return {
    connection,
    end: async () => {
      connection.dispose();
      socket.destroy();
      child.kill();
      await exited;
    },
  };
}
