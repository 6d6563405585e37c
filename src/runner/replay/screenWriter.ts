import type { IBuffer, IBufferCell, IBufferLine, Terminal } from '@xterm/headless';
import {
  backgroundOf,
  isSameRendition,
  lookOf,
  lookSequence,
  PLAIN,
  showsWhenEmpty,
  type Look,
} from './look.ts';
import type { PackedAttributes } from './screenTerminal.ts';

/** Lines of a buffer, counted from the top of its scrollback; `to` is not among them. */
export interface LineRange {
  from: number;
  to: number;
}

/** The target of a hyperlink, as its sequence has it: `params;uri`. */
export type LinkText = (link: number) => string;

/**
 * Writes the lines of a buffer as output that brings a fresh terminal to the same: every cell, its look, and which lines
 * continue the one before.
 *
 * The serializer that comes with xterm.js is not used: it mixes up bold and dim, loses underline styles and hyperlinks,
 * lets the colours of one screen run into the other, and misplaces lines with a coloured background.
 */
export class ScreenWriter {
  private output = '';
  private look = PLAIN;
  private readonly linkText: LinkText;
  private readonly cell: IBufferCell;
  /** Lines may be longer, with what a resize has cut off. */
  private readonly cols: number;

  constructor({ cols, buffer }: Terminal, linkText: LinkText) {
    this.cols = cols;
    this.cell = buffer.normal.getNullCell();
    this.linkText = linkText;
  }

  get text(): string {
    return this.output;
  }

  /** Adds a sequence of one's own, which must not change the look. */
  add(sequence: string): void {
    this.output += sequence;
  }

  setLook(look: Look): void {
    if (look.link !== this.look.link) {
      this.output += look.link === 0 ? '\x1b]8;;\x07' : `\x1b]8;${this.linkText(look.link)}\x07`;
    }
    if (!isSameRendition(look, this.look)) this.output += lookSequence(look);
    this.look = look;
  }

  /** Writes lines, the cursor being in the first column of the first one. */
  writeLines(buffer: IBuffer, { from, to }: LineRange): void {
    let previous: IBufferLine | undefined;
    for (let row = from; row < to; row++) {
      const line = buffer.getLine(row);
      if (line === undefined) return;
      const isDirty = previous !== undefined && this.breakLine(previous, line);
      this.writeLine(line, isDirty);
      previous = line;
    }
  }

  /** Leaves out the lines at the end of a range that a fresh terminal has already, as there is nothing in them. */
  trim(buffer: IBuffer, { from, to }: LineRange): LineRange {
    for (let end = to; end > from + 1; end--) {
      const line = buffer.getLine(end - 1);
      if (line === undefined) continue;
      const { isBlank, background } = this.load(line, 0);
      const isEmpty = isBlank && background === 0 && this.endOfBlank(line, 0, 0) === this.cols;
      if (line.isWrapped || !isEmpty) return { from, to: end };
    }
    return { from, to: from + 1 };
  }

  /** Writes the character of a cell, or a space; nothing that comes next combines with it. */
  writeCell(line: IBufferLine, x: number): void {
    this.write(this.load(line, x), x + 1 === this.cols);
    this.endCharacter();
  }

  /** Goes on to the next line; returns whether there is a character in it that does not belong there. */
  private breakLine(line: IBufferLine, next: IBufferLine): boolean {
    if (!next.isWrapped) {
      // Whatever scrolls in has the background of the moment.
      if (backgroundOf(this.look) !== 0) this.setLook(PLAIN);
      this.output += '\r\n';
      return false;
    }
    const last = this.load(line, this.cols - 1);
    const first = this.load(next, 0);
    const isFull = !last.isBlank || this.load(line, this.cols - 2).width === 2;
    // The line that wrapping makes has the background of the character that wraps.
    const isNatural = first.chars !== '' && first.width > 0 && backgroundOf(first.look) === 0;
    if (isFull && isNatural) return false;
    if (!isFull && isNatural && first.width === 2 && last.background === 0 && !showsWhenEmpty(first.look)) {
      // A wide character that did not fit wraps by itself; it leaves the last column empty, but with its own look.
      this.output += `\x1b[${this.cols}G`;
      return false;
    }
    this.setLook(PLAIN);
    if (isFull) this.output += ' \r';
    else this.forceWrap(last.background);
    return true;
  }

  /** Only a character can wrap a line: puts two where none belong, and takes the first one away again. */
  private forceWrap(background: number): void {
    this.output += `\x1b[${this.cols}G  \x1b[A\x1b[${this.cols}G`;
    this.erase(1, background);
    this.output += '\x1b[B\r';
  }

  private writeLine(line: IBufferLine, isDirty: boolean): void {
    let unwritten = 0;
    for (let x = 0; x < this.cols; x++) {
      const cell = this.load(line, x);
      const needsErasing = cell.background !== 0 || (x === 0 && isDirty);
      if (!cell.isBlank || needsErasing) {
        if (unwritten > 0) this.output += `\x1b[${unwritten}C`;
        unwritten = 0;
      }
      if (cell.isBlank) {
        const end = this.endOfBlank(line, x, cell.background);
        if (needsErasing) this.erase(end - x, cell.background);
        unwritten += end - x;
        x = end - 1;
      } else {
        this.write(cell, x + 1 === this.cols);
        if (cell.width === 2) x++;
      }
    }
  }

  private write({ chars, width, look }: Cell, isLast: boolean): void {
    this.setLook(look);
    // A character that combines has a cell of its own only if it came after something else than a character.
    if (width === 0) this.endCharacter();
    // Resizing can leave half a wide character in the last column; all of it would wrap.
    this.output += chars === '' || (isLast && width === 2) ? ' ' : chars;
  }

  /** Any sequence does it; this one changes nothing. */
  private endCharacter(): void {
    this.output += lookSequence(this.look);
  }

  private erase(cells: number, background: number): void {
    this.setLook({ ...PLAIN, bg: background });
    this.output += `\x1b[${cells}X`;
  }

  private endOfBlank(line: IBufferLine, from: number, background: number): number {
    let x = from + 1;
    for (; x < this.cols; x++) {
      const cell = this.load(line, x);
      if (!cell.isBlank || cell.background !== background) break;
    }
    return x;
  }

  private load(line: IBufferLine, x: number): Cell {
    const cell = line.getCell(x, this.cell);
    if (cell === undefined) return NO_CELL;
    const look = lookOf(cell as unknown as PackedAttributes);
    const chars = cell.getChars();
    const isBlank = chars === '' && !showsWhenEmpty(look);
    return { chars, width: cell.getWidth(), look, isBlank, background: backgroundOf(look) };
  }
}

interface Cell {
  chars: string;
  /** 0 for the second half of a wide character. */
  width: number;
  look: Look;
  /** Whether erasing alone makes it, with its background. */
  isBlank: boolean;
  background: number;
}

const NO_CELL: Cell = { chars: '', width: 1, look: PLAIN, isBlank: true, background: 0 };
