import type { IBuffer, IBufferCell, IBufferLine, Terminal } from '@xterm/headless';
import { lookOf, penLook, showsWhenEmpty, type Look } from '../../../../src/runner/replay/look.ts';
import {
  internalsOf,
  type BufferState,
  type PackedAttributes,
} from '../../../../src/runner/replay/screenTerminal.ts';

/** Parts of xterm.js that only the comparison looks at. */
interface MoreInternals {
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: { readonly cursorStyle?: string; readonly cursorBlink?: boolean };
  };
  readonly _charsetService: { readonly charset: object | undefined };
}

/** What a terminal shows and how it is set. */
export interface ScreenState {
  size: [cols: number, rows: number];
  active: 'normal' | 'alternate';
  cursor: { x: number; y: number; hidden: boolean; style: string; blink: boolean | 'default' };
  modes: object;
  normal: ScreenBufferState;
  alternate?: ScreenBufferState;
  /** The look of what is printed next. */
  pen: string;
  charset: string;
}

interface ScreenBufferState {
  lines: string[];
  margins: [top: number, bottom: number];
  stops: string;
  saved: [x: number, y: number, look: string];
}

/**
 * All that can be seen of a terminal or that will decide how it shows what comes next, in a form that is easy to read
 * when two differ. Mouse modes are left out, as replays leave them out.
 */
export function screenState(terminal: Terminal): ScreenState {
  const internals = internalsOf(terminal);
  const more = (terminal as unknown as { readonly _core: MoreInternals })._core;
  const { normal, alternate, active } = terminal.buffer;
  const { mouseTrackingMode: _mouse, ...modes } = terminal.modes;
  const { x, y } = active.type === 'normal' ? internals.buffers.normal : internals.buffers.alt;
  return {
    size: [terminal.cols, terminal.rows],
    active: active.type,
    cursor: { x, y, hidden: more.coreService.isCursorHidden, ...styleOf(more) },
    modes: { ...modes, synchronizedOutputMode: false, newLine: terminal.options.convertEol },
    normal: bufferState(terminal, normal, internals.buffers.normal),
    ...(active.type === 'alternate'
      ? { alternate: bufferState(terminal, alternate, internals.buffers.alt) }
      : {}),
    pen: describe(terminal, penLook(internals._inputHandler._curAttrData)),
    charset:
      more._charsetService.charset === undefined
        ? 'ascii'
        : Object.values(more._charsetService.charset).join(''),
  };
}

function styleOf({ coreService }: MoreInternals): Pick<ScreenState['cursor'], 'style' | 'blink'> {
  const { cursorStyle, cursorBlink } = coreService.decPrivateModes;
  return { style: cursorStyle ?? 'default', blink: cursorBlink ?? 'default' };
}

function bufferState(terminal: Terminal, buffer: IBuffer, state: BufferState): ScreenBufferState {
  // A smaller size leaves lines above the alternate screen, where nobody should see any.
  const first = buffer.type === 'normal' ? 0 : state.ybase;
  return {
    lines: Array.from({ length: state.ybase + terminal.rows - first }, (_, index) => {
      const line = buffer.getLine(first + index);
      // What the first line goes on from is not there any more.
      const isWrapped = index > 0 && line?.isWrapped === true;
      return `${isWrapped ? '↳' : '|'}${line === undefined ? 'no line' : lineState(terminal, line)}`;
    }),
    margins: [state.scrollTop, state.scrollBottom],
    stops: Object.keys(state.tabs)
      .filter((column) => Number(column) > 0 && Number(column) < terminal.cols)
      .join(),
    saved: [
      Math.min(state.savedX, terminal.cols - 1),
      Math.min(Math.max(0, state.savedY - state.ybase), terminal.rows - 1),
      describe(terminal, lookOf(state.savedCurAttrData)),
    ],
  };
}

/** The text of a line, then the looks of its cells. */
function lineState(terminal: Terminal, line: IBufferLine): string {
  let text = '';
  let looks = '';
  let lastLook = '';
  let lastWidth = 1;
  for (let x = 0; x < terminal.cols; x++) {
    const cell = line.getCell(x);
    if (cell === undefined) continue;
    const width = cell.getWidth();
    const isSecondHalf = width === 0 && cell.getChars() === '' && lastWidth === 2;
    lastWidth = width;
    if (isSecondHalf) continue;
    const [chars, look] = cellState(terminal, cell, x + 1 === terminal.cols);
    text += chars;
    if (look !== lastLook) looks += ` ${x}:${look}`;
    lastLook = look;
  }
  return `${text}|${looks}`;
}

/**
 * What a cell shows: an erased one only its background, unless its look shows without a character. In the last column
 * there may be a space instead, as only a character takes the cursor behind it; or half of a wide character.
 */
function cellState(terminal: Terminal, cell: IBufferCell, isLast: boolean): [chars: string, look: string] {
  const look = lookOf(cell as unknown as PackedAttributes);
  const chars = isLast && (cell.getChars() === ' ' || cell.getWidth() === 2) ? '' : cell.getChars();
  if (chars !== '') return [chars, describe(terminal, look)];
  if (showsWhenEmpty(look)) return [' ', describe(terminal, look)];
  return ['·', `bg${(look.bg & 0x3ffffff).toString(16)}`];
}

function describe(terminal: Terminal, { fg, bg, underline, underlineColor, link }: Look): string {
  // A link whose lines have all been deleted has no target any more.
  const target = internalsOf(terminal)._oscLinkService.getLinkData(link)?.uri ?? '';
  return `${fg.toString(16)}/${bg.toString(16)}/${underline}/${underlineColor.toString(16)} ${target}`;
}
