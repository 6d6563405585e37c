import { once } from 'node:events';
import { connect } from 'node:net';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

/** The peer's end of the conversation with the bench. It ends with it. */
export async function connectToBench(socketPath: string): Promise<MessageConnection> {
  const socket = connect(socketPath);
  await once(socket, 'connect');
  socket.once('close', () => process.exit());
  return createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
}
