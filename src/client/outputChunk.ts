import type { OutputData, OutputStream } from '../protocol/output.ts';

/** A piece of a process's output, byte for byte as the process wrote it. */
export interface OutputChunk {
  readonly stream: OutputStream;
  readonly bytes: Buffer;
  /** The place just past the bytes. */
  readonly cursor: number;
  /** How many bytes before this chunk are lost to this subscriber; 0 if it follows the one before. */
  readonly skippedBytes: number;
  /** Where the output ended when this was sent, if there was more. */
  readonly endCursor?: number;
}

/** Takes a piece of output off the wire's form. */
export function decodeOutput({
  stream,
  content,
  encoding,
  cursor,
  skippedBytes = 0,
  endCursor,
}: OutputData): OutputChunk {
  const chunk = { stream, bytes: Buffer.from(content, encoding), cursor, skippedBytes };
  return endCursor === undefined ? chunk : { ...chunk, endCursor };
}
