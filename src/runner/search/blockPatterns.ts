import { ESCAPE_SEQUENCE } from '../../base/stripAnsi.ts';
import type { RegexToken } from './regexTokens.ts';

/**
 * Regular expressions that find, in text of many lines, lines that may match. They miss none that a search line by line
 * would find, and they cannot run on from one line into the next; what they find is still to be looked at by itself.
 */
export interface BlockPatterns {
  /** For text without escape sequences: the pattern itself. */
  plain: RegExp;
  /** For text with escape sequences, which may stand anywhere inside a match. */
  escaped: RegExp;
}

/** `undefined` for a pattern that is too long for this, or could not be taken apart. */
export function createBlockPatterns(tokens: readonly RegexToken[], flags: string): BlockPatterns | undefined {
  if (tokens.length === 0 || tokens.length > MAX_TOKENS) return undefined;
  return {
    plain: new RegExp(tokens.map((token) => token.source).join(''), flags),
    escaped: new RegExp(allowEscapes(tokens), flags),
  };
}

/** With escapes allowed everywhere, the engine needs about a millisecond for each character of a pattern. */
const MAX_TOKENS = 200;

const ESCAPES = `(?:${ESCAPE_SEQUENCE})*`;

/** Lets escapes follow every character. What stands around a character says less then, so such conditions are dropped. */
function allowEscapes(tokens: readonly RegexToken[]): string {
  let source = '';
  let lookaroundDepth = 0;
  for (const token of tokens) {
    if (lookaroundDepth > 0 || token.kind === 'openLookaround') {
      if (token.kind === 'open' || token.kind === 'openLookaround') lookaroundDepth++;
      else if (token.kind === 'close') lookaroundDepth--;
      // Something has to stand for it: in the older syntax a quantifier may follow.
      if (lookaroundDepth === 0) source += '(?:)';
    } else source += withEscapes(token);
  }
  return source;
}

function withEscapes({ kind, source }: RegexToken): string {
  if (kind === 'atom') return `(?:${source}${ESCAPES})`;
  if (kind !== 'assertion') return source;
  // An end needs no care: it is found from behind the last escape too.
  if (source === '$') return source;
  return source === '^' ? `^${ESCAPES}` : '';
}
