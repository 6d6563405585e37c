import type { Readable } from 'node:stream';

const LINE_FEED = 0x0a;

/** Reads lines and counted bytes from a stream. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private received: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** The next line without its end; undefined at the end of the stream. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.received.indexOf(LINE_FEED);
      if (end >= 0) return this.take(end + 1).toString('utf8', 0, end);
      if (!(await this.receive(this.received.length + 1))) return undefined;
    }
  }

  /** Exactly so many bytes; undefined if the stream ends before. */
  async bytes(count: number): Promise<Buffer | undefined> {
    return (await this.receive(count)) ? this.take(count) : undefined;
  }

  /** Waits until that many bytes are here; joined once, as a megabyte comes in many pieces. */
  private async receive(count: number): Promise<boolean> {
    const pieces = [this.received];
    let length = this.received.length;
    while (length < count) {
      const next = await this.chunks.next();
      if (next.done === true) return false;
      pieces.push(next.value);
      length += next.value.length;
    }
    if (pieces.length > 1) this.received = Buffer.concat(pieces);
    return true;
  }

  private take(count: number): Buffer {
    const taken = this.received.subarray(0, count);
    this.received = this.received.subarray(count);
    return taken;
  }
}
