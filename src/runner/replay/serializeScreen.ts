import type { Terminal } from '@xterm/headless';
import { ASCII, withCharset } from './charsets.ts';
import { isSameRendition, lookOf, penLook, PLAIN } from './look.ts';
import { internalsOf, type BufferState } from './screenTerminal.ts';
import { ScreenWriter } from './screenWriter.ts';
import type { TerminalModes } from './terminalModes.ts';

/** How far apart tab stops are when no program has moved them. */
const TAB_WIDTH = 8;

/** What is written to: output for a terminal of a size. */
interface Target {
  writer: ScreenWriter;
  cols: number;
  rows: number;
}

/** One of the two screens, with the character set that restoring the cursor brings back on it. */
interface Screen {
  state: BufferState;
  savedCharset: string;
}

/**
 * Output that brings a fresh terminal of the same size to the screen of this one: scrollback, both screens, margins,
 * tab stops, saved cursors, modes, and the cursor. Never mouse modes: see `privateModes.ts`.
 */
export function serializeScreen(terminal: Terminal, modes: TerminalModes): string {
  const { buffers, _inputHandler: input, _oscLinkService: links } = internalsOf(terminal);
  const { normal, alternate, active } = terminal.buffer;
  const { cols, rows } = terminal;
  const writer = new ScreenWriter(terminal, (link) => {
    const { id, uri } = links.getLinkData(link) ?? { uri: '' };
    return `${id === undefined ? '' : `id=${id}`};${uri}`;
  });
  const target = { writer, cols, rows };
  const normalScreen = { state: buffers.normal, savedCharset: modes.savedCharset(false) };

  const all = { from: 0, to: buffers.normal.ybase + rows };
  // Lines above the screen come there only by scrolling all the way.
  writer.writeLines(normal, buffers.normal.ybase > 0 ? all : writer.trim(normal, all));
  writeStops(target, buffers.normal);
  if (active.type === 'normal') {
    saveCursor(target, normalScreen);
  } else {
    // Entering it saves the cursor, so that leaving it brings back what there was.
    writeSavedCursor(target, normalScreen, '\x1b[?1049h');
    writer.setLook(PLAIN);
    writer.add('\x1b[H\x1b[J');
    const { ybase } = buffers.alt;
    writer.writeLines(alternate, writer.trim(alternate, { from: ybase, to: ybase + rows }));
    writeStops(target, buffers.alt);
    saveCursor(target, { state: buffers.alt, savedCharset: modes.savedCharset(true) });
  }
  writeCursor(target, terminal);
  writer.add(modes.sequence());
  writer.setLook(penLook(input._curAttrData));
  writer.add(modes.charsetSequence());
  return writer.text;
}

/** Tab stops and margins, unless they are where they are at first. */
function writeStops({ writer, cols, rows }: Target, { tabs, scrollTop, scrollBottom }: BufferState): void {
  const columns = Array.from({ length: cols - 1 }, (_, index) => index + 1);
  if (columns.some((column) => (tabs[column] === true) !== (column % TAB_WIDTH === 0))) {
    const stops = columns.filter((column) => tabs[column] === true);
    writer.add(`\x1b[3g${stops.map((column) => `\x1b[${column + 1}G\x1bH`).join('')}`);
  }
  if (scrollTop !== 0 || scrollBottom !== rows - 1) writer.add(`\x1b[${scrollTop + 1};${scrollBottom + 1}r`);
}

/** Saves the cursor as it was saved, unless nothing has been. */
function saveCursor(target: Target, screen: Screen): void {
  const { savedX, savedY, ybase, savedCurAttrData } = screen.state;
  const isPlain = isSameRendition(lookOf(savedCurAttrData), PLAIN) && screen.savedCharset === ASCII;
  if (savedX > 0 || savedY > ybase || !isPlain) writeSavedCursor(target, screen, '\x1b7');
}

/** Goes to where a cursor was saved, with the look and the character set of then, and saves it. */
function writeSavedCursor(
  { writer, cols, rows }: Target,
  { state, savedCharset }: Screen,
  save: string,
): void {
  const row = Math.min(Math.max(0, state.savedY - state.ybase), rows - 1);
  const column = Math.min(state.savedX, cols - 1);
  writer.setLook(lookOf(state.savedCurAttrData));
  writer.add(`\x1b[${row + 1};${column + 1}H${withCharset(savedCharset, save)}`);
}

/** Puts the cursor where it is, also if that is behind the last column, where only a character takes it. */
function writeCursor({ writer, cols }: Target, terminal: Terminal): void {
  const { buffers, coreService } = internalsOf(terminal);
  const { active } = terminal.buffer;
  const { x, y, ybase, scrollTop } = active.type === 'normal' ? buffers.normal : buffers.alt;
  const { origin } = coreService.decPrivateModes;
  const line = active.getLine(ybase + y);
  const lastCell = line?.getCell(cols - 2)?.getWidth() === 2 ? cols - 2 : cols - 1;
  const column = x >= cols ? lastCell : x;
  writer.add(`${origin ? '\x1b[?6h' : ''}\x1b[${(origin ? y - scrollTop : y) + 1};${column + 1}H`);
  if (x >= cols && line !== undefined) writer.writeCell(line, lastCell);
}
