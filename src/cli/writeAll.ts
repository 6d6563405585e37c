import type { Writable } from 'node:stream';

/** Writes and resolves when the system has taken it, which is the back-pressure; rejects when nobody reads any more. */
export function writeAll(stream: Writable, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Whether the reader of our output has gone, as `head` does when it has seen enough. */
export function isBrokenPipe(error: unknown): boolean {
  // EIO is a terminal that has gone; once a stream has failed it only says that it is destroyed.
  const codes: unknown[] = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'];
  return error instanceof Error && 'code' in error && codes.includes(error.code);
}
