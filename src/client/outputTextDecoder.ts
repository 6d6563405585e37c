import { StringDecoder } from 'node:string_decoder';
import type { OutputStream } from '../protocol/output.ts';
import type { OutputChunk } from './outputChunk.ts';

/**
 * Makes text of a process's output, chunk by chunk, without breaking a character that two chunks share. Bytes that are
 * no UTF-8 become U+FFFD.
 */
export class OutputTextDecoder {
  private readonly decoders: Record<OutputStream, StringDecoder> = {
    stdout: new StringDecoder('utf8'),
    stderr: new StringDecoder('utf8'),
  };

  decode({ stream, bytes, skippedBytes }: OutputChunk): string {
    const decoder = this.decoders[stream];
    // What was left out may have ended the character that was begun before it.
    const before = skippedBytes > 0 ? decoder.end() : '';
    return before + decoder.write(bytes);
  }
}
