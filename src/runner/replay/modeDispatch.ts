import type { ModeState } from './modeState.ts';
import { applyRendition } from './rendition.ts';
import type { ControlSequence, SequenceHandler } from './sequenceReader.ts';

/** Longer titles and links are not remembered, in characters. */
const MAX_COMMAND_CHARS = 2048;

/** The keypad's mode as DECSET has it; DECKPAM and DECKPNM are older ways to the same. */
const APPLICATION_KEYPAD = 66;

/** Final characters of the control sequences that can mean something; most sequences move the cursor or erase. */
const MATTERS = new Uint8Array(128);
for (const final of 'mrsuhlpq') MATTERS[final.charCodeAt(0)] = 1;

/** Tells the modes of a terminal what each sequence means for them; most mean nothing. */
export class ModeDispatch implements SequenceHandler {
  private readonly state: ModeState;

  constructor(state: ModeState) {
    this.state = state;
  }

  get wantsText(): boolean {
    return this.state.charsets.canShift;
  }

  text(bytes: Buffer, from: number, to: number): void {
    this.state.charsets.shiftBy(bytes.subarray(from, to));
  }

  escape(intermediate: number, final: number): void {
    const { charsets } = this.state;
    if (intermediate === 0) this.plainEscape(String.fromCharCode(final));
    else charsets.designate(String.fromCharCode(intermediate), String.fromCharCode(final));
  }

  command(text: string): void {
    const separator = text.indexOf(';');
    const id = Number(separator < 0 ? text : text.slice(0, separator));
    const rest = separator < 0 ? '' : text.slice(separator + 1);
    if (rest.length > MAX_COMMAND_CHARS || this.state.palette.command(id, rest)) return;
    if (id === 0 || id === 2) this.state.title = printable(rest);
    else if (id === 8) this.state.link = rest.endsWith(';') ? '' : printable(rest);
  }

  control(sequence: ControlSequence): void {
    if (MATTERS[sequence.final] !== 1) return;
    const { intermediate, params } = sequence;
    const final = String.fromCharCode(sequence.final);
    if (intermediate !== 0) {
      const [param = 0] = params;
      if (intermediate === 0x20 && final === 'q') this.state.cursorStyle = param <= 6 ? param : 0;
      if (intermediate === 0x21 && final === 'p') this.state.softReset();
    } else if (sequence.prefix === 0) {
      this.plainControl(final, sequence);
    } else if (final === 'u') {
      this.state.keyboard.control(sequence, this.state.isAlternate);
    } else if (sequence.prefix === 0x3f && (final === 'h' || final === 'l')) {
      for (const mode of values(sequence)) this.setPrivateMode(mode, final === 'h');
    }
  }

  private plainControl(final: string, sequence: ControlSequence): void {
    const { state } = this;
    switch (final) {
      case 'm':
        applyRendition(state.rendition, sequence);
        break;
      case 'r':
        state.setMargins(sequence.params[0] ?? 0, sequence.count > 1 ? (sequence.params[1] ?? 0) : 0);
        break;
      case 's':
        state.saveCursor();
        break;
      case 'u':
        state.restoreCursor();
        break;
      case 'h':
      case 'l':
        for (const mode of values(sequence)) {
          if (mode === 4) state.insert = final === 'h';
          if (mode === 20) state.newLine = final === 'h';
        }
        break;
      default:
    }
  }

  private plainEscape(final: string): void {
    const { state } = this;
    switch (final) {
      case '7':
        state.saveCursor();
        break;
      case '8':
        state.restoreCursor();
        break;
      case '=':
      case '>':
        state.privates.set(APPLICATION_KEYPAD, final === '=');
        break;
      case 'c':
        state.fullReset();
        break;
      default:
        state.charsets.shiftByEscape(final);
    }
  }

  private setPrivateMode(mode: number, value: boolean): void {
    const { state } = this;
    switch (mode) {
      case 2:
        if (value) state.charsets.designateAscii();
        break;
      case 6:
        state.origin = value;
        break;
      case 47:
      case 1047:
      case 1049:
        state.switchScreen(value, mode === 1049);
        break;
      case 1048:
        if (value) state.saveCursor();
        else state.restoreCursor();
        break;
      default:
        state.privates.set(mode, value);
    }
  }
}

function values({ params, count }: ControlSequence): Int32Array {
  return params.subarray(0, count);
}

/** Control characters would end the sequence that the text is put into later. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, '');
}
