import { connect, type Socket } from 'node:net';
import type { Clock } from '../base/clock.ts';

/** Connects to a Unix socket or Windows pipe. Rejects with the system's error, or `ETIMEDOUT` when time is out. */
export function connectSocket(socketPath: string, clock: Clock, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    const timer = clock.after(timeoutMs, () => {
      socket.destroy(Object.assign(new Error(`No connection within ${timeoutMs} ms`), { code: 'ETIMEDOUT' }));
    });
    const onError = (error: Error): void => {
      timer.dispose();
      reject(error);
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      timer.dispose();
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
