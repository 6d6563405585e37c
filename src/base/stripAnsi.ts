/** Whatever ends the body of a control string: BEL, CAN, SUB, the string terminator, or a new escape that aborts it. */
const STRING_REST = String.raw`[^\x07\x18\x1a\x1b\n\r]*(?:[\x07\x18\x1a]|\x1b\\|(?=\x1b(?!\\)))`;

/**
 * Source of a regular expression for one escape sequence (ECMA-48), with every flag, also inside a larger one:
 *
 * - CSI, such as a colour; one that is broken off loses only what belongs to it;
 * - control strings (OSC, PM, APC; DCS, SOS). One that does not end on its line would swallow text that nobody could
 *   find again, so of that only the introducer counts;
 * - any other: ESC, intermediates, a final byte.
 *
 * The lookaheads leave only one way to match: a part that may or may not be taken would give a pattern around it
 * exponentially many ways to fail. `p` and `x`, which mean nothing, are taken for `P` and `X`, so that the `i` flag changes
 * nothing.
 */
export const ESCAPE_SEQUENCE = [
  String.raw`\x1b(?:`,
  String.raw`\[[0-?]*(?![0-?])[ -/]*(?![ -/])(?:[@-~]|(?![@-~]))|`,
  String.raw`[\]^_PXpx](?:${STRING_REST}|(?!${STRING_REST}))|`,
  String.raw`(?![[\]^_PXpx])[ -/]*(?![ -/])(?:[0-~]|(?![0-~]))`,
  ')',
].join('');

const escapeSequences = new RegExp(ESCAPE_SEQUENCE, 'g');

/** Text without escape sequences. They never reach over the end of a line, so lines may be stripped together or apart. */
export function stripAnsi(text: string): string {
  return text.includes('\x1b') ? text.replace(escapeSequences, '') : text;
}

/**
 * What a person has seen of a line: without escape sequences, and of one that was rewritten with carriage returns, as
 * progress bars are, the last state that was not empty. (A terminal would keep the end of a longer state before it, which
 * nobody means to be read.)
 */
export function displayText(line: string): string {
  const text = stripAnsi(line);
  if (!text.includes('\r')) return text;
  return text.split('\r').findLast((state) => state !== '') ?? '';
}
