import type { MessageReader, MessageWriter } from 'vscode-jsonrpc/node';
import type { Event } from '../../base/emitter.ts';

/** One connection that carries messages, whatever it is made of. */
export interface Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;

  /** Fires once, when nothing can be read or written any more. */
  readonly onDidClose: Event<void>;

  /** The other side is known now: messages may be as large as the protocol allows. */
  trust(): void;

  /** Closes at once. */
  close(): void;

  /** Closes after what is being written now, such as an error answer, has gone out. */
  closeAfterWrites(): Promise<void>;
}
