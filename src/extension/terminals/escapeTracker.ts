type ParserState = 'ground' | 'escape' | 'intermediate' | 'csi' | 'osc' | 'string';

const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const BEL = 0x07;

/**
 * Follows a stream of terminal output far enough to know where a control sequence of our own may be put in: only where
 * no other one is half written, and no character is half written either. It is the VT500 parser reduced to that
 * question, and says "inside" where terminals differ.
 */
export class EscapeTracker {
  private state: ParserState = 'ground';
  private inSurrogatePair = false;

  /** Whether the text fed so far ends between sequences. */
  get isGround(): boolean {
    return this.state === 'ground' && !this.inSurrogatePair;
  }

  /** Takes the next text; returns the last offset in it at which the parser is between sequences, or -1. */
  feed(text: string): number {
    let lastGround = this.isGround ? 0 : -1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x20 && code < 0x7f && this.state === 'ground') {
        this.inSurrogatePair = false;
      } else {
        this.inSurrogatePair = code >= 0xd800 && code < 0xdc00;
        this.state = nextState(this.state, code);
      }
      if (this.isGround) lastGround = index + 1;
    }
    return lastGround;
  }
}

function nextState(state: ParserState, code: number): ParserState {
  // These four mean the same everywhere, whatever they interrupt.
  if (code === ESC) return 'escape';
  if (code === CAN || code === SUB) return 'ground';
  if (code >= 0x80 && code < 0xa0) return afterC1(code);
  if (code < 0x20 || code === 0x7f) return state === 'osc' && code === BEL ? 'ground' : state;
  switch (state) {
    case 'ground':
    case 'osc':
    case 'string':
      return state;
    case 'escape':
      return afterEscape(code);
    case 'intermediate':
      return code < 0x30 ? 'intermediate' : 'ground';
    case 'csi':
      return code >= 0x40 && code < 0x7f ? 'ground' : 'csi';
  }
}

function afterEscape(code: number): ParserState {
  if (code < 0x30) return 'intermediate';
  switch (String.fromCharCode(code)) {
    case '[':
      return 'csi';
    case ']':
      return 'osc';
    case 'P':
    case 'X':
    case '^':
    case '_':
      return 'string';
    default:
      return 'ground';
  }
}

/** The eight-bit control characters, which are sequences of one character or begin one. */
function afterC1(code: number): ParserState {
  switch (code) {
    case 0x9b:
      return 'csi';
    case 0x9d:
      return 'osc';
    case 0x90:
    case 0x98:
    case 0x9e:
    case 0x9f:
      return 'string';
    default:
      return 'ground';
  }
}
