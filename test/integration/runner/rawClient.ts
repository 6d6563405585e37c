import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { PROTOCOL_VERSION } from '../../../src/protocol/limits.ts';
import {
  requests,
  type ParamsOf,
  type RequestMethod,
  type ResultOf,
} from '../../../src/protocol/protocol.ts';
import { streamMessageSchema, type StreamMessage } from '../../../src/protocol/stream.ts';
import { eventually } from '../../helpers/eventually.ts';

/** An answer as it came over the wire. */
export interface RawAnswer {
  jsonrpc: string;
  id: number | null;
  result?: unknown;
  error?: { code: number; message: string; data: { code: string; path?: string; errno?: string } };
}

/**
 * Speaks the protocol with nothing but bytes: no library and none of our own code is on this side. Every answer and every
 * streamed message is held to its schema.
 */
export class RawClient {
  /** Every byte that has come, for what must never be among them. */
  received = '';
  readonly streamed: StreamMessage[] = [];
  /** Answers to nothing that was asked. */
  readonly strayAnswers: RawAnswer[] = [];
  isClosed = false;
  /** What is done with each streamed message besides keeping it. */
  onStream: (message: StreamMessage) => void = () => undefined;
  /** Streams of much output are not kept. */
  keepsStream = true;
  private readonly input: Readable;
  private readonly output: Writable;
  private readonly waiting = new Map<number, (answer: RawAnswer) => void>();
  private pending = Buffer.alloc(0);
  private nextId = 1;

  constructor(input: Readable, output: Writable) {
    this.input = input;
    this.output = output;
    input.on('data', (chunk: Buffer) => {
      this.pending = Buffer.concat([this.pending, chunk]);
      while (this.readFrame());
    });
    const onClose = (): void => {
      this.isClosed = true;
    };
    input.on('end', onClose);
    input.on('close', onClose);
    input.on('error', onClose);
    output.on('error', onClose);
  }

  static async toSocket(socketPath: string): Promise<RawClient> {
    const socket = connect(socketPath);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawClient(socket, socket);
  }

  write(bytes: string | Buffer): void {
    this.output.write(bytes);
  }

  send(message: unknown): void {
    this.write(frame(JSON.stringify(message)));
  }

  notify(method: string, params: unknown): void {
    this.send({ jsonrpc: '2.0', method, params });
  }

  /** Asks anything and gives the answer, whichever it is. */
  ask(method: string, params?: unknown): Promise<RawAnswer> {
    const id = this.nextId++;
    const answer = new Promise<RawAnswer>((resolve) => this.waiting.set(id, resolve));
    this.send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
    return answer;
  }

  /** Asks what must be granted, and holds the result to its schema. */
  async request<M extends RequestMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const { result, error } = await this.ask(method, params);
    assert.equal(error, undefined, `${method}: ${JSON.stringify(error)}`);
    return requests[method].result.parse(result) as ResultOf<M>;
  }

  /** Asks what must be refused, and gives the code. */
  async refusal(method: string, params?: unknown): Promise<string | undefined> {
    return (await this.ask(method, params)).error?.data.code;
  }

  initialize(more: Partial<ParamsOf<'initialize'>> = {}): Promise<ResultOf<'initialize'>> {
    const client = { name: 'raw', version: '0' };
    return this.request('initialize', { protocolVersion: PROTOCOL_VERSION, client, ...more });
  }

  /** The text of one process's output so far. */
  outputOf(processId: string): string {
    const parts = this.streamed.flatMap((message) =>
      message.type === 'output' && message.processId === processId
        ? [Buffer.from(message.data.content, message.data.encoding)]
        : [],
    );
    return Buffer.concat(parts).toString();
  }

  /** The states that one process was told to be in. */
  statesOf(processId: string): string[] {
    return this.streamed.flatMap((message) =>
      message.type === 'status' && message.processId === processId ? [message.data.state] : [],
    );
  }

  closed(): Promise<unknown> {
    return eventually(() => this.isClosed, { description: 'the runner has hung up' });
  }

  end(): void {
    this.output.end();
    this.input.destroy();
  }

  private readFrame(): boolean {
    const headerEnd = this.pending.indexOf('\r\n\r\n');
    if (headerEnd < 0) return false;
    const length = Number(/Content-Length: (\d+)/.exec(this.pending.toString('latin1', 0, headerEnd))?.[1]);
    const bodyEnd = headerEnd + 4 + length;
    if (this.pending.length < bodyEnd) return false;
    const body = this.pending.toString('utf8', headerEnd + 4, bodyEnd);
    this.pending = this.pending.subarray(bodyEnd);
    if (this.keepsStream) this.received += body;
    this.receive(JSON.parse(body) as RawAnswer & { method?: string; params?: unknown });
    return true;
  }

  private receive(message: RawAnswer & { method?: string; params?: unknown }): void {
    assert.equal(message.jsonrpc, '2.0');
    if (message.method === 'stream') {
      const streamed = streamMessageSchema.parse(message.params);
      if (this.keepsStream) this.streamed.push(streamed);
      this.onStream(streamed);
      return;
    }
    const resolve = message.id === null ? undefined : this.waiting.get(message.id);
    if (resolve === undefined) this.strayAnswers.push(message);
    else resolve(message);
  }
}

export function frame(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
