/** Designates US ASCII. */
export const ASCII = 'B';

const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;

/** Escape sequences that put a set into use. */
const LOCKING_SHIFTS: Readonly<Record<string, number>> = { n: 2, o: 3, '|': 3, '}': 2, '~': 1 };

/** Which intermediate character designates which of the four sets; those of xterm.js. */
const DESIGNATORS: Readonly<Record<string, number>> = { '(': 0, ')': 1, '*': 2, '+': 3, '-': 1, '.': 2 };

/** What puts each set into use; the first one is from the start. */
const SHIFTS = ['', '\x0e', '\x1bn', '\x1bo'];

const DESIGNATIONS = ['(', ')', '*', '+'];

/** The sets that xterm.js has. */
const KNOWN = /^[0AB4C5RQKYE6ZH7=]$/;

/** The character sets of a terminal: four designated ones, and the one in use. Only line drawing still matters. */
export class Charsets {
  private designated = [ASCII, ASCII, ASCII, ASCII];
  private level = 0;
  /** The set in use. Restoring a cursor sets it without touching the designated ones. */
  active = ASCII;
  /** Whether shifting makes a difference, so that single control characters have to be looked for. */
  canShift = false;

  /** Takes `ESC`, an intermediate and a final character. */
  designate(intermediate: string, final: string): void {
    if (intermediate === '%') this.useDefault();
    const index = DESIGNATORS[intermediate];
    if (index === undefined || !KNOWN.test(final)) return;
    this.designated[index] = final;
    if (index === this.level) this.active = final;
    if (index > 0 && final !== ASCII) this.canShift = true;
  }

  /** Takes `ESC` and a final character. */
  shiftByEscape(final: string): void {
    const level = LOCKING_SHIFTS[final];
    if (level !== undefined) this.shift(level);
  }

  /** Takes text, in which the last of the two single control characters counts. */
  shiftBy(text: Buffer): void {
    const out = text.lastIndexOf(SHIFT_OUT);
    const back = text.lastIndexOf(SHIFT_IN);
    if (out !== back) this.shift(out > back ? 1 : 0);
  }

  /** Designates ASCII everywhere, whichever set is in use. */
  designateAscii(): void {
    this.designated = [ASCII, ASCII, ASCII, ASCII];
    this.active = ASCII;
  }

  reset(): void {
    this.designateAscii();
    this.level = 0;
  }

  /** Brings a terminal whose sets are all ASCII to these. */
  sequence(): string {
    const sets = this.designated.with(this.level, this.active);
    const designations = sets.map((set, index) =>
      set === ASCII ? '' : `\x1b${DESIGNATIONS[index] ?? ''}${set}`,
    );
    return `${designations.join('')}${SHIFTS[this.level] ?? ''}`;
  }

  private useDefault(): void {
    this.level = 0;
    this.designated[0] = ASCII;
    this.active = ASCII;
  }

  private shift(level: number): void {
    this.level = level;
    this.active = this.designated[level] ?? ASCII;
  }
}

/** Puts one set into use on a terminal whose sets are all ASCII, and takes it back. */
export function withCharset(set: string, text: string): string {
  return set === ASCII ? text : `\x1b(${set}${text}\x1b(${ASCII}`;
}
