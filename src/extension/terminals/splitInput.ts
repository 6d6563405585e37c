/**
 * Most input in one message, in characters. A paste may be larger than any message can be; in pieces of this size it is
 * written as fast, and what is typed into another terminal does not wait behind all of it.
 */
export const MAX_INPUT_CHARS = 64 * 1024;

/** Cuts input into pieces for one message each, never inside a character. */
export function splitInput(input: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < input.length;) {
    let end = Math.min(start + MAX_INPUT_CHARS, input.length);
    if (end < input.length && isHighSurrogate(input.charCodeAt(end - 1))) end -= 1;
    pieces.push(input.slice(start, end));
    start = end;
  }
  return pieces;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
