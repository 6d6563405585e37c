import {
  PALETTE_16,
  PALETTE_256,
  readExtendedColor,
  RGB,
  type Color,
  type RenditionParams,
} from './extendedColor.ts';

/** What xterm.js makes of "default underline colour" (`SGR 59`). */
const UNDERLINE_COLOR_RESET = 0x3ffffff;

/** The attributes that are on or off, as bits. */
export const BOLD = 1;
export const DIM = 2;
export const ITALIC = 4;
export const BLINK = 8;
export const INVERSE = 16;
export const INVISIBLE = 32;
export const STRIKETHROUGH = 64;
export const OVERLINE = 128;

/** The parameters that turn them on. */
const FLAG_PARAMS: readonly (readonly [flag: number, param: number])[] = [
  [BOLD, 1],
  [DIM, 2],
  [ITALIC, 3],
  [BLINK, 5],
  [INVERSE, 7],
  [INVISIBLE, 8],
  [STRIKETHROUGH, 9],
  [OVERLINE, 53],
];

/** The flags that a parameter turns on, and those that it turns off; no such parameter is above 63. */
const SETS = new Uint8Array(64);
for (const [flag, param] of FLAG_PARAMS) SETS[param] = flag;

const CLEARS = new Uint8Array(64);
CLEARS[22] = BOLD | DIM;
CLEARS[23] = ITALIC;
CLEARS[25] = BLINK;
CLEARS[27] = INVERSE;
CLEARS[28] = INVISIBLE;
CLEARS[29] = STRIKETHROUGH;
CLEARS[55] = OVERLINE;

/** How characters look: what SGR sequences add up to. */
export interface Rendition {
  fg: Color;
  bg: Color;
  underlineColor: Color;
  /** 0 none, 1 single, 2 double, 3 curly, 4 dotted, 5 dashed. */
  underline: number;
  flags: number;
}

/** The look of plain text. */
export function plainRendition(): Rendition {
  return { fg: 0, bg: 0, underlineColor: 0, underline: 0, flags: 0 };
}

/** The sequence that sets a rendition, whatever was set before. */
export function renditionSequence({ fg, bg, underlineColor, underline, flags }: Rendition): string {
  let params = '';
  for (const [flag, param] of FLAG_PARAMS) if ((flags & flag) !== 0) params += `;${param}`;
  if (underline === 1) params += ';4';
  else if (underline > 1) params += `;4:${underline}`;
  if (fg !== 0) params += colorParams(fg, 30, 38);
  if (bg !== 0) params += colorParams(bg, 40, 48);
  if (underlineColor === UNDERLINE_COLOR_RESET) params += ';59';
  else if (underlineColor !== 0) params += underlineColorParams(underlineColor);
  return `\x1b[${params === '' ? '' : `0${params}`}m`;
}

/** `base` is where the eight basic colours begin. */
function colorParams(color: Color, base: number, extended: number): string {
  const value = color & 0xffffff;
  switch (color & RGB) {
    case PALETTE_16:
      return `;${(value & 8) === 0 ? base + (value & 7) : base + 60 + (value & 7)}`;
    case PALETTE_256:
      return `;${extended};5;${value & 0xff}`;
    default:
      return `;${extended};2;${value >> 16};${(value >> 8) & 0xff};${value & 0xff}`;
  }
}

/** With colons: a terminal that does not know this then passes over all of it, and does not take the values for others. */
function underlineColorParams(color: Color): string {
  const value = color & 0xffffff;
  return (color & RGB) === RGB
    ? `;58:2::${value >> 16}:${(value >> 8) & 0xff}:${value & 0xff}`
    : `;58:5:${value & 0xff}`;
}

/** Applies the parameters of an SGR sequence, by the rules of xterm.js. */
export function applyRendition(rendition: Rendition, sgr: RenditionParams): void {
  const { params, count, isSub } = sgr;
  for (let at = 0; at < count; at++) {
    const param = params[at] ?? 0;
    if (isSub[at] === 1) continue;
    if (param === 38 || param === 48 || param === 58) {
      const { color, last } = readExtendedColor(sgr, at);
      if (color !== undefined) setColor(rendition, param, color);
      at = last;
    } else if (param === 4) {
      const style = at + 1 < count && isSub[at + 1] === 1 ? (params[at + 1] ?? 1) : 1;
      rendition.underline = style < 0 || style > 5 ? 1 : style;
    } else {
      applySimple(rendition, param);
    }
  }
}

function setColor(rendition: Rendition, target: number, color: Color): void {
  if (target === 38) rendition.fg = color;
  else if (target === 48) rendition.bg = color;
  else rendition.underlineColor = color;
}

function applySimple(rendition: Rendition, param: number): void {
  if (param >= 30 && param <= 37) rendition.fg = PALETTE_16 | (param - 30);
  else if (param >= 40 && param <= 47) rendition.bg = PALETTE_16 | (param - 40);
  else if (param >= 90 && param <= 97) rendition.fg = PALETTE_16 | 8 | (param - 90);
  else if (param >= 100 && param <= 107) rendition.bg = PALETTE_16 | 8 | (param - 100);
  else if (param === 0) makePlain(rendition);
  else if (param === 21) rendition.underline = 2;
  else if (param === 24) rendition.underline = 0;
  else if (param === 39) rendition.fg = 0;
  else if (param === 49) rendition.bg = 0;
  else if (param === 59) rendition.underlineColor = UNDERLINE_COLOR_RESET;
  else rendition.flags = (rendition.flags | (SETS[param] ?? 0)) & ~(CLEARS[param] ?? 0);
}

function makePlain(rendition: Rendition): void {
  rendition.fg = 0;
  rendition.bg = 0;
  rendition.underlineColor = 0;
  rendition.underline = 0;
  rendition.flags = 0;
}
