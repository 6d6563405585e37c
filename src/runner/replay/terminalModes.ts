import { ModeDispatch } from './modeDispatch.ts';
import { ModeState } from './modeState.ts';
import { SequenceReader } from './sequenceReader.ts';

/**
 * Follows a terminal's output, cut anywhere, as far as is needed to show it from its middle on: what was switched on
 * before and still is. It knows nothing of characters and places, and so costs next to nothing.
 */
export class TerminalModes {
  private readonly state: ModeState;
  private readonly reader: SequenceReader;

  constructor(rows: number) {
    this.state = new ModeState(rows);
    this.reader = new SequenceReader(new ModeDispatch(this.state));
  }

  /** Whether the alternate screen is shown: the sign of a program that draws a whole screen. */
  get isAlternate(): boolean {
    return this.state.isAlternate;
  }

  /** How many bytes at the end of what was read begin a sequence that is not complete yet. */
  get pendingBytes(): number {
    return this.reader.pendingBytes;
  }

  /** Reads on in the output. The bytes are not kept. */
  read(bytes: Uint8Array): void {
    this.reader.read(bytes);
  }

  /** The terminal has a new size, which undoes the margins. */
  resize(rows: number): void {
    this.state.resize(rows);
  }

  /** Brings a fresh terminal to these modes, for output that goes on from here on a screen whose content is not known. */
  prefix(): string {
    return this.state.prefix();
  }

  /** The modes that concern neither a place on the screen nor the look of what comes next. */
  sequence(): string {
    return this.state.sequence();
  }

  /** The character sets. Whatever follows it is translated by them. */
  charsetSequence(): string {
    return this.state.charsets.sequence();
  }

  /** The character set that restoring the cursor brings back, on one of the screens. */
  savedCharset(alternate: boolean): string {
    return this.state.savedCharset(alternate);
  }
}
