const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;

/** Most parameters of one sequence; xterm.js ignores what is beyond them too. */
const MAX_PARAMS = 32;

/** No parameter that means anything is larger; digits beyond it are left out. */
const MAX_VALUE = 0xffffff;

/**
 * Most of an unfinished sequence that is kept, in bytes. Whatever is longer is a picture or the like; it is passed over
 * without being held.
 */
const MAX_HELD_BYTES = 8 * 1024;

/** How far ahead an ESC is looked for byte by byte, before the native search is worth its call. */
const NEAR_BYTES = 64;

/** A control sequence (`ESC [ …`). One object serves all of them: valid until the handler returns. */
export interface ControlSequence {
  /** `?`, `>`, `=` or `<` as a character code; 0 for none. */
  prefix: number;
  /** The last character between parameters and final one; 0 for none. */
  intermediate: number;
  final: number;
  /** A parameter that is left out is 0, one after a colon -1. */
  readonly params: Int32Array;
  count: number;
  /** Which parameters follow a colon: 1 for those that do. */
  readonly isSub: Uint8Array;
}

/** Gets every sequence of a stream, in order. */
export interface SequenceHandler {
  control(sequence: ControlSequence): void;
  /** `ESC`, an intermediate character (0 for none), and a final one. */
  escape(intermediate: number, final: number): void;
  /** The text of an operating system command, `OSC text ST`. */
  command(text: string): void;
  /** What lies between two sequences, if `wantsText` is set: characters and single control characters. */
  text(bytes: Buffer, from: number, to: number): void;
  readonly wantsText: boolean;
}

/**
 * Finds the escape sequences in a stream of terminal output that is cut anywhere, by the rules of xterm.js's parser. It
 * sees every byte of every terminal, so all that is not in a sequence is jumped over by one native search.
 */
export class SequenceReader {
  private readonly handler: SequenceHandler;
  /** The beginning of an unfinished sequence. */
  private held: Buffer = Buffer.alloc(0);
  /** Bytes passed over of a sequence too long to be held; 0 when in none. */
  private passedBytes = 0;
  private readonly sequence: ControlSequence = {
    prefix: 0,
    intermediate: 0,
    final: 0,
    params: new Int32Array(MAX_PARAMS),
    count: 0,
    isSub: new Uint8Array(MAX_PARAMS),
  };

  constructor(handler: SequenceHandler) {
    this.handler = handler;
  }

  /** How many bytes at the end of what was read begin a sequence that is not complete yet. */
  get pendingBytes(): number {
    return this.held.length + this.passedBytes;
  }

  /** Forgets an unfinished sequence, as a terminal does that is told to cancel it. */
  cancel(): void {
    this.held = Buffer.alloc(0);
    this.passedBytes = 0;
  }

  /** Reads on. The bytes are not kept. */
  read(bytes: Uint8Array): void {
    const fresh = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (this.passedBytes > 0) {
      const end = stringEnd(fresh, 0, true);
      this.passedBytes = end < 0 ? this.passedBytes + fresh.length : 0;
      if (end >= 0) this.readFrom(fresh, afterString(fresh, end));
    } else if (this.held.length > 0) {
      const joined = Buffer.concat([this.held, fresh]);
      this.held = Buffer.alloc(0);
      this.readFrom(joined, 0);
    } else {
      this.readFrom(fresh, 0);
    }
  }

  private readFrom(bytes: Buffer, from: number): void {
    let at = from;
    while (at < bytes.length) {
      const escape = nextEscape(bytes, at);
      const textEnd = escape < 0 ? bytes.length : escape;
      if (this.handler.wantsText && textEnd > at) this.handler.text(bytes, at, textEnd);
      if (escape < 0) return;
      at = this.readSequence(bytes, escape);
      if (at < 0) {
        this.hold(bytes, escape);
        return;
      }
    }
  }

  private hold(bytes: Buffer, from: number): void {
    const length = bytes.length - from;
    if (length > MAX_HELD_BYTES) this.passedBytes = length;
    else this.held = Buffer.from(bytes.subarray(from));
  }

  /** Reads the sequence that begins at an ESC; returns where to read on, or -1 when it is not complete. */
  private readSequence(bytes: Buffer, escape: number): number {
    const first = bytes[escape + 1];
    switch (first) {
      case undefined:
        return -1;
      case 0x5b: // [
        return this.readControl(bytes, escape + 2);
      case 0x5d: // ]
        return this.readCommand(bytes, escape + 2);
      case 0x50: // P
      case 0x58: // X
      case 0x5e: // ^
      case 0x5f: // _
        return skipString(bytes, escape + 2);
      default:
        return this.readEscape(bytes, escape + 1);
    }
  }

  private readEscape(bytes: Buffer, from: number): number {
    let intermediate = 0;
    for (let at = from; at < bytes.length; at++) {
      const code = bytes[at] ?? 0;
      if (code === ESC) return at;
      if (code === CAN || code === SUB || code >= 0x80) return at + 1;
      if (code >= 0x30 && code < 0x7f) {
        this.handler.escape(intermediate, code);
        return at + 1;
      }
      // Control characters inside of a sequence act as anywhere else.
      if (code >= 0x20 && code < 0x30) intermediate = code;
    }
    return -1;
  }

  private readControl(bytes: Buffer, from: number): number {
    const { sequence } = this;
    sequence.prefix = 0;
    sequence.intermediate = 0;
    const { params, isSub } = sequence;
    let count = 0;
    let value = 0;
    let sub = 0;
    let ignored = false;
    for (let at = from; at < bytes.length; at++) {
      const code = bytes[at] ?? 0;
      if (code >= 0x30 && code < 0x3a) {
        value = value < 0 ? code - 0x30 : value > MAX_VALUE ? value : value * 10 + code - 0x30;
      } else if (code === 0x3b || code === 0x3a) {
        if (count < MAX_PARAMS) {
          params[count] = value;
          isSub[count++] = sub;
        }
        sub = code === 0x3a ? 1 : 0;
        value = sub === 1 ? -1 : 0;
      } else if (code >= 0x40 && code < 0x7f) {
        if (count < MAX_PARAMS) {
          params[count] = value;
          isSub[count++] = sub;
        }
        sequence.count = count;
        sequence.final = code;
        if (!ignored) this.handler.control(sequence);
        return at + 1;
      } else if (code === ESC) return at;
      else if (code === CAN || code === SUB || code >= 0x80) return at + 1;
      else if (code >= 0x3c && code < 0x40) {
        if (at === from) sequence.prefix = code;
        else ignored = true;
      } else if (code >= 0x20 && code < 0x30) sequence.intermediate = code;
    }
    return -1;
  }

  private readCommand(bytes: Buffer, from: number): number {
    const end = stringEnd(bytes, from, true);
    if (end < 0) return -1;
    const last = bytes[end];
    if (last === BEL || last === ESC) this.handler.command(bytes.toString('utf8', from, end));
    return afterString(bytes, end);
  }
}

/** The place of the next ESC, or -1. Where sequences are dense, looking is cheaper than calling the native search. */
function nextEscape(bytes: Buffer, from: number): number {
  const near = Math.min(bytes.length, from + NEAR_BYTES);
  for (let at = from; at < near; at++) if (bytes[at] === ESC) return at;
  return near === bytes.length ? -1 : bytes.indexOf(ESC, near);
}

function skipString(bytes: Buffer, from: number): number {
  const end = stringEnd(bytes, from, false);
  return end < 0 ? -1 : afterString(bytes, end);
}

/** Where a string is ended: the place of the ending byte, or -1. */
function stringEnd(bytes: Buffer, from: number, byBell: boolean): number {
  for (let at = from; at < bytes.length; at++) {
    const code = bytes[at] ?? 0;
    if (code === ESC || code === CAN || code === SUB || (byBell && code === BEL)) return at;
  }
  return -1;
}

/** An ESC that ends a string begins the next sequence; anything else is used up. */
function afterString(bytes: Buffer, end: number): number {
  return bytes[end] === ESC ? end : end + 1;
}
