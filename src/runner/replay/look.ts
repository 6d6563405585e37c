import {
  BLINK,
  BOLD,
  DIM,
  INVERSE,
  INVISIBLE,
  ITALIC,
  OVERLINE,
  renditionSequence,
  STRIKETHROUGH,
} from './rendition.ts';
import type { PackedAttributes } from './screenTerminal.ts';

/** How a cell looks, so that two can be compared by their numbers. */
export interface Look {
  /** Colour and flags, packed. */
  fg: number;
  bg: number;
  underline: number;
  underlineColor: number;
  /** The number of the hyperlink; 0 for none. */
  link: number;
}

/** The bits of xterm.js's attributes, and ours for the same. */
const COLOR_BITS = 0x3ffffff;
const RGB_KIND = 0x3000000;
const UNDERLINE_BIT = 0x10000000;
const HAS_EXTENDED_BIT = 0x10000000;
const FG_FLAGS = [
  [0x04000000, INVERSE],
  [0x08000000, BOLD],
  [0x20000000, BLINK],
  [0x40000000, INVISIBLE],
  [0x80000000, STRIKETHROUGH],
] as const;
const BG_FLAGS = [
  [0x04000000, ITALIC],
  [0x08000000, DIM],
  [0x40000000, OVERLINE],
] as const;
const BG_LOOK_BITS = 0x4fffffff & ~HAS_EXTENDED_BIT;

/** Flags that show even where there is no character: inverse, underline, strikethrough, overline. */
const VISIBLE_FG_BITS = 0x94000000;
const VISIBLE_BG_BITS = 0x40000000;

/** The look of plain text. */
export const PLAIN: Look = { fg: 0, bg: 0, underline: 0, underlineColor: 0, link: 0 };

/** The look that attributes give. */
export function lookOf({ fg, bg, extended }: PackedAttributes): Look {
  const isExtended = (bg & HAS_EXTENDED_BIT) !== 0;
  const isUnderlined = (fg & UNDERLINE_BIT) !== 0;
  const link = isExtended ? extended.urlId : 0;
  // Under a link xterm.js shows its own dashes, whatever style was set.
  const style = isExtended && link === 0 ? extended.underlineStyle || 1 : 1;
  return {
    fg: withoutRest(fg),
    bg: withoutRest(bg) & BG_LOOK_BITS,
    underline: isUnderlined ? style : 0,
    underlineColor: isExtended && isUnderlined ? withoutRest(extended.underlineColor) : 0,
    link,
  };
}

/** The look of what is printed next. A cell keeps an underline's colour only with an underline; the pen has it anyway. */
export function penLook(pen: PackedAttributes): Look {
  return { ...lookOf(pen), underlineColor: withoutRest(pen.extended.underlineColor) };
}

/** A palette index may lie over the rest of an earlier colour, which shows nowhere. */
function withoutRest(packed: number): number {
  return (packed & RGB_KIND) === RGB_KIND ? packed : packed & ~0xffff00;
}

/** The colour of a background, which is all that an erased cell has. */
export function backgroundOf({ bg }: Look): number {
  return bg & COLOR_BITS;
}

/** Whether a cell of this look without a character shows something that erasing cannot leave. */
export function showsWhenEmpty({ fg, bg }: Look): boolean {
  return (fg & VISIBLE_FG_BITS) !== 0 || (bg & VISIBLE_BG_BITS) !== 0;
}

/** Whether two cells are drawn alike, their links aside. */
export function isSameRendition(one: Look, other: Look): boolean {
  return (
    one.fg === other.fg &&
    one.bg === other.bg &&
    one.underline === other.underline &&
    one.underlineColor === other.underlineColor
  );
}

/** The sequence that sets a look, its link aside, whatever was set before. */
export function lookSequence({ fg, bg, underline, underlineColor }: Look): string {
  let flags = 0;
  for (const [bit, flag] of FG_FLAGS) if ((fg & bit) !== 0) flags |= flag;
  for (const [bit, flag] of BG_FLAGS) if ((bg & bit) !== 0) flags |= flag;
  return renditionSequence({ fg: fg & COLOR_BITS, bg: bg & COLOR_BITS, underline, underlineColor, flags });
}
