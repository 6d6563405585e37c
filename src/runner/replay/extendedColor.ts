/**
 * A colour as xterm.js keeps it: 0 is the default, else a kind in the upper byte, and a palette index or red, green and
 * blue below it.
 */
export type Color = number;

/** The kinds of colours. */
export const PALETTE_16 = 0x1000000;
export const PALETTE_256 = 0x2000000;
export const RGB = 0x3000000;

/** The parameters of an SGR sequence. */
export interface RenditionParams {
  readonly params: Int32Array;
  readonly count: number;
  /** 1 for those that follow a colon. */
  readonly isSub: Uint8Array;
}

/** A colour out of SGR parameters, if there was one, and the place of the last parameter that it took. */
export interface ExtendedColor {
  color: Color | undefined;
  last: number;
}

/** Places of the target, the kind, a colour space, and up to three values. */
const slots = new Int32Array(6);

/** Served again for every colour. */
const result: ExtendedColor = { color: undefined, last: 0 };

/**
 * Reads what follows `38`, `48` or `58`, after semicolons or colons. This is `_extractColor` of xterm.js step by step:
 * what that makes of odd sequences is not to be improved here.
 */
export function readExtendedColor(sgr: RenditionParams, from: number): ExtendedColor {
  slots.fill(0);
  let space = 0;
  let at = from;
  for (let taken = 0; at < sgr.count && taken + space < slots.length; taken++) {
    slots[taken + space] = sgr.params[at] ?? 0;
    if (isFollowedBySub(sgr, at)) {
      result.last = readSubs(sgr, at, taken + space + 1);
      result.color = colorOf(slots);
      return result;
    }
    if (isComplete(slots, taken + space)) break;
    if (slots[1] !== 0) space = 1;
    at++;
  }
  result.last = at;
  result.color = colorOf(slots);
  return result;
}

/** Takes the parameters after colons; returns the place of the last one. */
function readSubs(sgr: RenditionParams, from: number, firstSlot: number): number {
  let at = from;
  for (let slot = firstSlot; isFollowedBySub(sgr, at); slot++) {
    at++;
    // An index has no colour space in front of it.
    if (slots[1] === 5 && slot === 2) slot++;
    slots[slot] = Math.max(0, sgr.params[at] ?? 0);
  }
  return at;
}

function isFollowedBySub({ count, isSub }: RenditionParams, at: number): boolean {
  return at + 1 < count && isSub[at + 1] === 1;
}

function isComplete(values: Int32Array, slot: number): boolean {
  return (values[1] === 5 && slot >= 2) || (values[1] === 2 && slot >= 5);
}

function colorOf(values: Int32Array): Color | undefined {
  const first = (values[3] ?? 0) & 0xff;
  if (values[1] === 5) return PALETTE_256 | first;
  if (values[1] !== 2) return undefined;
  return RGB | (first << 16) | (((values[4] ?? 0) & 0xff) << 8) | ((values[5] ?? 0) & 0xff);
}
