import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
} from 'vscode-jsonrpc/node';

/** What is wrong with a message, and the id by which its sender waits for an answer, if it has one. */
export interface MessageComplaint {
  id: string | number | null;
  message: string;
}

/**
 * Lets through what is a JSON-RPC 2.0 message. vscode-jsonrpc only logs anything else, so that whoever sent it would wait
 * for ever; here it is reported, to be answered.
 */
export class CheckedMessageReader extends AbstractMessageReader {
  private readonly inner: MessageReader;
  private readonly complain: (complaint: MessageComplaint) => void;

  constructor(inner: MessageReader, complain: (complaint: MessageComplaint) => void) {
    super();
    this.inner = inner;
    this.complain = complain;
    inner.onError((error) => {
      this.fireError(error);
    });
    inner.onClose(() => {
      this.fireClose();
    });
  }

  listen(callback: DataCallback): Disposable {
    return this.inner.listen((message) => {
      const complaint = complaintAbout(message);
      if (complaint === undefined) callback(message);
      else this.complain(complaint);
    });
  }

  override dispose(): void {
    super.dispose();
    this.inner.dispose();
  }
}

function complaintAbout(message: Message | unknown[] | null): MessageComplaint | undefined {
  if (message === null || typeof message !== 'object' || Array.isArray(message)) {
    return { id: null, message: 'A message must be one JSON object; batches are not supported.' };
  }
  const { jsonrpc, id, method, params } = message as unknown as Partial<Record<string, unknown>>;
  const replyTo = typeof id === 'string' || typeof id === 'number' ? id : null;
  if (jsonrpc !== '2.0') return { id: replyTo, message: 'A message must say "jsonrpc": "2.0".' };
  if (method === undefined) {
    const isAnswer = 'result' in message || 'error' in message;
    return isAnswer
      ? undefined
      : { id: replyTo, message: 'A message must have a method, a result or an error.' };
  }
  if (typeof method !== 'string') return { id: replyTo, message: '"method" must be a string.' };
  if (id !== undefined && replyTo === null)
    return { id: null, message: '"id" must be a string or a number.' };
  if (params !== undefined && (params === null || typeof params !== 'object' || Array.isArray(params))) {
    return { id: replyTo, message: '"params" must be an object: parameters go by name.' };
  }
  return undefined;
}
