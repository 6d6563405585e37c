import type { Readable, Writable } from 'node:stream';
import {
  ErrorCodes,
  StreamMessageReader,
  type MessageReader,
  type MessageWriter,
  type ResponseMessage,
} from 'vscode-jsonrpc/node';
import { Emitter } from '../../base/emitter.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import type { ErrorData } from '../../protocol/errors.ts';
import { MAX_MESSAGE_BYTES } from '../../protocol/limits.ts';
import { FrameWriter } from '../../wire/frameWriter.ts';
import { CheckedMessageReader, type MessageComplaint } from './checkedMessageReader.ts';
import { FrameGuard } from './frameGuard.ts';
import { MessageFault } from './messageFault.ts';
import type { Transport } from './transport.ts';

interface StreamTransportOptions {
  input: Readable;
  output: Writable;
  logger: Logger;
}

/** Messages with Content-Length framing over a pair of streams: standard input and output, or a socket both ways. */
export class StreamTransport implements Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  private readonly closeEmitter = new Emitter<void>();
  readonly onDidClose = this.closeEmitter.event;
  private readonly input: Readable;
  private readonly output: Writable;
  private readonly logger: Logger;
  private readonly guard = new FrameGuard();
  private isClosed = false;

  constructor({ input, output, logger }: StreamTransportOptions) {
    this.input = input;
    this.output = output;
    this.logger = logger;
    this.writer = new FrameWriter(output);
    this.reader = new CheckedMessageReader(new StreamMessageReader(this.guard), (complaint) => {
      this.answerComplaint(complaint);
    });
    this.guard.on('error', (error) => {
      this.refuse(error);
    });
    // A message that is framed but not JSON; the frames after it can still be told apart.
    this.reader.onError((error) => {
      if (!(error instanceof MessageFault))
        this.answerComplaint({ id: null, message: error.message }, ErrorCodes.ParseError);
    });
    const onEnd = (): void => {
      this.close();
    };
    for (const stream of new Set<Readable | Writable>([input, output])) {
      stream.on('error', onEnd);
      stream.on('close', onEnd);
    }
    input.on('end', onEnd);
    input.pipe(this.guard);
  }

  trust(): void {
    this.guard.setLimit(MAX_MESSAGE_BYTES);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.input.unpipe(this.guard);
    this.input.destroy();
    this.output.destroy();
    this.closeEmitter.fire();
  }

  async closeAfterWrites(): Promise<void> {
    // Whoever asks is about to have an answer written; by the next turn of the loop it is in the stream.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    await new Promise<void>((resolve) => {
      this.output.end(resolve);
    });
    this.close();
  }

  /** The frames cannot be followed any further: says why, and hangs up. */
  private refuse(error: Error): void {
    const data: ErrorData = { code: error instanceof MessageFault ? error.code : 'MESSAGE_MALFORMED' };
    this.input.unpipe(this.guard);
    this.input.resume();
    const refusal = this.write({ id: null, message: error.message }, ErrorCodes.InvalidRequest, data).then(
      () => this.closeAfterWrites(),
    );
    fireAndForget(refusal, 'Refusing a message', this.logger);
  }

  private answerComplaint(complaint: MessageComplaint, code: number = ErrorCodes.InvalidRequest): void {
    const answer = this.write(complaint, code, { code: 'MESSAGE_MALFORMED' });
    fireAndForget(answer, 'Answering a malformed message', this.logger);
  }

  private write({ id, message }: MessageComplaint, code: number, data: ErrorData): Promise<void> {
    const response: ResponseMessage = { jsonrpc: '2.0', id, error: { code, message, data: { ...data } } };
    return this.writer.write(response);
  }
}
