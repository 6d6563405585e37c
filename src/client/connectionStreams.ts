import type { Readable, Writable } from 'node:stream';

/** The two directions of a conversation: both are one socket, or the pipes of a runner that was started over stdio. */
export interface ConnectionStreams {
  readonly readable: Readable;
  readonly writable: Writable;
}
