import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import { StreamTransport } from './streamTransport.ts';
import type { Transport } from './transport.ts';

/** Listens on a Unix socket or Windows pipe that only this user can reach. Disposing it stops listening. */
export class SocketServer implements Disposable {
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async listen(
    socketPath: string,
    onConnect: (transport: Transport) => void,
    logger: Logger,
  ): Promise<SocketServer> {
    const server = createServer((socket) => {
      onConnect(new StreamTransport({ input: socket, output: socket, logger }));
    });
    // The socket gets its mode from the umask, and is reachable from the moment it is bound.
    const umask = process.platform === 'win32' ? undefined : process.umask(0o077);
    try {
      server.listen(socketPath);
      await once(server, 'listening');
    } finally {
      if (umask !== undefined) process.umask(umask);
    }
    return new SocketServer(server);
  }

  dispose(): void {
    this.server.close();
  }
}
