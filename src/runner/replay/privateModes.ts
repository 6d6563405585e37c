/**
 * The private modes that outlast a replay, with what they are at first; those without a first value are the user's
 * choice until a program makes one.
 *
 * Not among them: mouse reporting, which is left out of every replay on purpose (a click into a terminal whose program
 * has ended in between would type rubbish); those that move the cursor or change the screen, which have a place of
 * their own; and synchronized output, which lasts milliseconds.
 */
const REMEMBERED: ReadonlyMap<number, boolean | undefined> = new Map([
  [1, false], // application cursor keys
  [5, false], // reverse video
  [7, true], // wrap at the last column
  [12, undefined], // blinking cursor
  [25, true], // visible cursor
  [45, false], // backspace goes back to the line before
  [66, false], // application keypad
  [1004, false], // focus reports
  [1007, undefined], // the wheel sends arrow keys on the alternate screen
  [2004, false], // bracketed paste
  [2027, false], // widths by grapheme clusters
  [2031, false], // reports of dark or light
  [2048, false], // reports of the size
  [9001, false], // Windows key events
]);

/** What xterm.js leaves as it is when it resets modes. */
const OUTLAST_RESET = new Set([12, 25]);

/** The DECSET modes of a terminal. */
export class PrivateModes {
  private readonly values = new Map(REMEMBERED);

  set(mode: number, value: boolean): void {
    if (REMEMBERED.has(mode)) this.values.set(mode, value);
  }

  reset(): void {
    for (const [mode, first] of REMEMBERED) if (!OUTLAST_RESET.has(mode)) this.values.set(mode, first);
  }

  /** Brings a fresh terminal to these modes. */
  sequence(): string {
    let sequence = '';
    for (const [mode, value] of this.values) {
      if (value !== undefined && value !== REMEMBERED.get(mode))
        sequence += `\x1b[?${mode}${value ? 'h' : 'l'}`;
    }
    return sequence;
  }
}
