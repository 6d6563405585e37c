/** Something came that cannot be understood as a message. */
export class MessageFault extends Error {
  readonly code: 'MESSAGE_MALFORMED' | 'MESSAGE_TOO_LARGE';

  constructor(code: 'MESSAGE_MALFORMED' | 'MESSAGE_TOO_LARGE', message: string) {
    super(message);
    this.name = 'MessageFault';
    this.code = code;
  }
}
