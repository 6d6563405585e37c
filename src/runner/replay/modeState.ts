import { Charsets, withCharset } from './charsets.ts';
import { KeyboardModes } from './keyboardModes.ts';
import { PaletteChanges } from './paletteChanges.ts';
import { PrivateModes } from './privateModes.ts';
import { plainRendition, renditionSequence, type Rendition } from './rendition.ts';

/** What belongs to one of the two screens: margins as rows from 1, none if `bottom` is 0; and what DECSC has saved. */
interface ScreenModes {
  top: number;
  bottom: number;
  savedRendition: Rendition;
  savedCharset: string;
}

/** What a terminal's output has switched on and not off again, moved as xterm.js moves it. */
export class ModeState {
  readonly charsets = new Charsets();
  readonly keyboard = new KeyboardModes();
  readonly palette = new PaletteChanges();
  readonly privates = new PrivateModes();
  rendition = plainRendition();
  /** The open hyperlink as its sequence has it (`params;uri`), or nothing. */
  link = '';
  title = '';
  cursorStyle = 0;
  insert = false;
  newLine = false;
  origin = false;
  isAlternate = false;
  private readonly screens: [ScreenModes, ScreenModes] = [createScreen(), createScreen()];
  private rows: number;

  constructor(rows: number) {
    this.rows = rows;
  }

  resize(rows: number): void {
    this.rows = rows;
    this.screens.forEach(clearMargins);
  }

  setMargins(top: number, bottom: number): void {
    const first = Math.max(1, top);
    const last = bottom === 0 || bottom > this.rows ? this.rows : bottom;
    if (last > first) Object.assign(this.screen(), { top: first, bottom: last });
  }

  saveCursor(): void {
    const screen = this.screen();
    screen.savedRendition = { ...this.rendition };
    screen.savedCharset = this.charsets.active;
  }

  restoreCursor(): void {
    const { savedRendition, savedCharset } = this.screen();
    const { underline, underlineColor } = this.rendition;
    // Of an underline xterm.js brings back only that there was one.
    const kept = { underline: savedRendition.underline === 0 ? 0 : underline || 1, underlineColor };
    this.rendition = { ...savedRendition, ...kept };
    this.charsets.active = savedCharset;
  }

  switchScreen(toAlternate: boolean, withCursor: boolean): void {
    if (toAlternate && withCursor) this.saveCursor();
    if (!toAlternate) clearMargins(this.screens[1]);
    this.isAlternate = toAlternate;
    if (!toAlternate && withCursor) this.restoreCursor();
  }

  /** DECSTR. */
  softReset(): void {
    clearMargins(this.screen());
    this.resetModes();
    this.privates.set(25, true);
    this.saveCursor();
  }

  /** RIS. */
  fullReset(): void {
    this.isAlternate = false;
    this.screens[0] = createScreen();
    this.screens[1] = createScreen();
    this.resetModes();
  }

  /** The character set that restoring the cursor brings back, on one of the screens. */
  savedCharset(alternate: boolean): string {
    return this.screens[alternate ? 1 : 0].savedCharset;
  }

  /** Brings a fresh terminal to these modes, for output that goes on from here on a screen whose content is not known. */
  prefix(): string {
    const [normal, alternate] = this.screens;
    const enter = withCharset(normal.savedCharset, `${renditionSequence(normal.savedRendition)}\x1b[?1049h`);
    return [
      marginSequence(normal),
      // After as much output as leads to a prefix, lines end at the bottom.
      '\x1b[999;1H',
      this.isAlternate ? `${enter}\x1b[m\x1b[H\x1b[J${marginSequence(alternate)}` : '',
      this.origin ? '\x1b[?6h' : '',
      this.sequence(),
      renditionSequence(this.rendition),
      this.link === '' ? '' : `\x1b]8;${this.link}\x07`,
      this.charsets.sequence(),
    ].join('');
  }

  /** The modes that concern neither a place on the screen nor the look of what comes next. */
  sequence(): string {
    return [
      this.palette.sequence(),
      this.title === '' ? '' : `\x1b]0;${this.title}\x07`,
      this.privates.sequence(),
      this.insert ? '\x1b[4h' : '',
      this.newLine ? '\x1b[20h' : '',
      this.cursorStyle === 0 ? '' : `\x1b[${this.cursorStyle} q`,
      this.keyboard.sequence(this.isAlternate),
    ].join('');
  }

  private screen(): ScreenModes {
    return this.screens[this.isAlternate ? 1 : 0];
  }

  private resetModes(): void {
    this.charsets.reset();
    this.keyboard.reset();
    this.privates.reset();
    this.rendition = plainRendition();
    this.link = '';
    this.cursorStyle = 0;
    this.insert = false;
    this.origin = false;
  }
}

function createScreen(): ScreenModes {
  return { top: 1, bottom: 0, savedRendition: plainRendition(), savedCharset: 'B' };
}

function clearMargins(screen: ScreenModes): void {
  screen.top = 1;
  screen.bottom = 0;
}

function marginSequence({ top, bottom }: ScreenModes): string {
  return bottom === 0 ? '' : `\x1b[${top};${bottom}r`;
}
