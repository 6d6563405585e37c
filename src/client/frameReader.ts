import { AbstractMessageReader, type DataCallback, type Disposable, type Message } from 'vscode-jsonrpc/node';
import type { Readable } from 'node:stream';
import { errorText } from '../base/errorText.ts';
import { RunnerError } from './runnerError.ts';

const HEADER_END = '\r\n\r\n';

/** A header is one or two short lines; more than this before its end is not our protocol. */
const MAX_HEADER_BYTES = 4096;

/**
 * Cuts a stream into JSON-RPC messages. Unlike the library's own reader it hands over every complete message before it
 * tells that the stream has ended, so that a last answer is not lost, and it holds no more than `maxMessageBytes`.
 * What is not a message is reported as a `RunnerError` `BAD_ANSWER`, after which nothing more is read.
 */
export class FrameReader extends AbstractMessageReader {
  private readonly readable: Readable;
  private readonly maxMessageBytes: number;
  private chunks: Buffer[] = [];
  private heldBytes = 0;
  private bodyBytes: number | undefined;
  private ended = false;

  constructor(readable: Readable, maxMessageBytes: number) {
    super();
    this.readable = readable;
    this.maxMessageBytes = maxMessageBytes;
  }

  override listen(callback: DataCallback): Disposable {
    const onData = (chunk: Buffer): void => this.read(chunk, callback);
    const onEnd = (): void => this.end();
    const onError = (error: Error): void => this.fireError(error);
    this.readable.on('error', onError).on('end', onEnd).on('close', onEnd).on('data', onData);
    return { dispose: () => this.readable.off('data', onData).off('end', onEnd).off('close', onEnd) };
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.fireClose();
  }

  private read(chunk: Buffer, callback: DataCallback): void {
    if (this.ended) return;
    this.chunks.push(chunk);
    this.heldBytes += chunk.length;
    try {
      for (let message = this.take(); message !== undefined; message = this.take()) {
        callback(message);
      }
    } catch (error) {
      this.ended = true;
      this.chunks = [];
      this.fireError(error);
    }
  }

  private take(): Message | undefined {
    this.bodyBytes ??= this.takeHeader();
    if (this.bodyBytes === undefined || this.heldBytes < this.bodyBytes) return undefined;
    const body = this.takeBytes(this.bodyBytes);
    this.bodyBytes = undefined;
    return parseMessage(body);
  }

  private takeHeader(): number | undefined {
    const held = this.join();
    const end = held.subarray(0, MAX_HEADER_BYTES).indexOf(HEADER_END);
    if (end >= 0) return this.parseLength(this.takeBytes(end + HEADER_END.length).toString('latin1'));
    if (held.length >= MAX_HEADER_BYTES) throw badAnswer('it sent something that is no message header');
    return undefined;
  }

  private parseLength(header: string): number {
    const digits = /^content-length: *(\d+)\r$/im.exec(header)?.[1];
    if (digits === undefined) throw badAnswer('it sent a message without a length');
    const length = Number(digits);
    if (length > this.maxMessageBytes) {
      throw badAnswer(`it sent a message of ${digits} bytes, more than the ${this.maxMessageBytes} allowed`);
    }
    return length;
  }

  private takeBytes(count: number): Buffer {
    const held = this.join();
    const rest = held.subarray(count);
    this.chunks = rest.length === 0 ? [] : [rest];
    this.heldBytes = rest.length;
    return held.subarray(0, count);
  }

  /** Called only when a header is looked for or a body is complete, so that a large body is copied once. */
  private join(): Buffer {
    const [only = Buffer.alloc(0), ...more] = this.chunks;
    const held = more.length === 0 ? only : Buffer.concat(this.chunks);
    this.chunks = [held];
    return held;
  }
}

function parseMessage(body: Buffer): Message {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badAnswer(`it sent a message that is not JSON (${errorText(error)})`);
  }
  if (isMessage(value)) return value;
  throw badAnswer('it sent JSON that is not a JSON-RPC message');
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  return ('method' in value && typeof value.method === 'string') || ('id' in value && isAnswer(value));
}

function isAnswer(value: object): boolean {
  return 'result' in value || ('error' in value && typeof value.error === 'object' && value.error !== null);
}

function badAnswer(what: string): RunnerError {
  return new RunnerError('BAD_ANSWER', `What answers is not a runner of this protocol: ${what}.`);
}
