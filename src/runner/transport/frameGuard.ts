import { Transform, type TransformCallback } from 'node:stream';
import { MAX_HANDSHAKE_BYTES } from '../../protocol/limits.ts';
import { MessageFault } from './messageFault.ts';

/** More than any honest header has. */
const MAX_HEADER_BYTES = 1024;

/**
 * Stands before the message reader of vscode-jsonrpc, which would believe any length it is told and gather that much in
 * memory: lets frames pass unchanged and fails with a `MessageFault` at a header that is none, or announces too much.
 */
export class FrameGuard extends Transform {
  private limitBytes = MAX_HANDSHAKE_BYTES;
  private header = '';
  private bodyBytesLeft = 0;

  setLimit(bytes: number): void {
    this.limitBytes = bytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const { fault, wholeBytes } = this.follow(chunk);
    if (fault === undefined) {
      done(null, chunk);
      return;
    }
    // What came whole before it is a message like any other, and has to be read before the fault ends everything.
    this.push(chunk.subarray(0, wholeBytes));
    setImmediate(done, fault);
  }

  /** Moves over a chunk, from header to body to header; tells how far the last message in it that is whole goes. */
  private follow(chunk: Buffer): { fault?: MessageFault; wholeBytes: number } {
    let at = 0;
    let wholeBytes = 0;
    while (at < chunk.length) {
      if (this.bodyBytesLeft > 0) {
        const skipped = Math.min(this.bodyBytesLeft, chunk.length - at);
        this.bodyBytesLeft -= skipped;
        at += skipped;
        if (this.bodyBytesLeft === 0) wholeBytes = at;
        continue;
      }
      this.header += String.fromCharCode(chunk[at++] ?? 0);
      if (this.header.length > MAX_HEADER_BYTES)
        return { fault: malformed('a header without an end'), wholeBytes };
      if (!this.header.endsWith('\r\n\r\n')) continue;
      const fault = this.beginBody();
      if (fault !== undefined) return { fault, wholeBytes };
    }
    return { wholeBytes };
  }

  private beginBody(): MessageFault | undefined {
    const length = /(?:^|\r\n)content-length: *(\d{1,15})\r\n/i.exec(this.header)?.[1];
    if (length === undefined) return malformed('a header without a Content-Length');
    this.header = '';
    this.bodyBytesLeft = Number(length);
    if (this.bodyBytesLeft <= this.limitBytes) return undefined;
    return new MessageFault(
      'MESSAGE_TOO_LARGE',
      `A message of ${length} bytes is over the limit of ${String(this.limitBytes)} bytes.`,
    );
  }
}

function malformed(what: string): MessageFault {
  return new MessageFault('MESSAGE_MALFORMED', `What came is not a framed JSON-RPC message: ${what}.`);
}
