import { errorText } from '../../base/errorText.ts';
import type { SearchPattern } from '../../protocol/search.ts';
import { createBlockPatterns, type BlockPatterns } from './blockPatterns.ts';
import { readRegexTokens } from './regexTokens.ts';
import { requiredText } from './requiredText.ts';

/** What is looked for, made ready. */
export interface SearchQuery {
  /** Says what matches, given what is displayed of one line. Global; whoever uses it sets `lastIndex`. */
  readonly line: RegExp;
  /** Bytes that every line that matches has in a row, or with nothing but escape sequences between. */
  readonly needle: Buffer | undefined;
  /** Finds lines worth a look in the text of a block. Without it and a needle, every line is. */
  readonly block: BlockPatterns | undefined;
}

/** A query, or the sentence that says why there is none. */
export type CompiledQuery = { kind: 'query'; query: SearchQuery } | { kind: 'invalid'; message: string };

const LINE_BREAK_MESSAGE =
  'A search looks at one line at a time, so its pattern cannot contain a line break.';

/**
 * Of a long text this many characters are enough to find the lines it may be in. With escape sequences allowed after each
 * of them, all of a long text would make an expression that is too large.
 */
const MAX_BLOCK_CHARACTERS = 32;

/** Compiles what a client asks for. */
export function compileQuery({ pattern, kind, caseSensitive, wholeWord }: SearchPattern): CompiledQuery {
  const isRegex = kind === 'regex';
  const text = pattern.toWellFormed();
  if (!isRegex && /[\n\r]/.test(text)) return { kind: 'invalid', message: LINE_BREAK_MESSAGE };
  const line = compileLine(isRegex ? pattern : escapeRegex(text), { caseSensitive, wholeWord });
  if (typeof line === 'string') return { kind: 'invalid', message: line };
  if (isRegex) return compileRegex(pattern, line);
  return { kind: 'query', query: caseSensitive ? exactQuery(text, line) : foldedQuery(text, line) };
}

function compileRegex(pattern: string, line: RegExp): CompiledQuery {
  const tokens = readRegexTokens(pattern) ?? [];
  if (tokens.some((token) => token.kind === 'lineBreak'))
    return { kind: 'invalid', message: LINE_BREAK_MESSAGE };
  const text = line.ignoreCase ? '' : requiredText(tokens);
  const needle = text === '' ? undefined : Buffer.from(text);
  return { kind: 'query', query: { line, needle, block: createBlockPatterns(tokens, line.flags) } };
}

/** Bytes are compared with bytes, without decoding a thing. */
function exactQuery(text: string, line: RegExp): SearchQuery {
  // This character also stands for bytes that are no text; those are found only by decoding.
  if (text.includes('\ufffd')) return foldedQuery(text, line);
  return { line, needle: Buffer.from(text), block: undefined };
}

function foldedQuery(text: string, line: RegExp): SearchQuery {
  const tokens = readRegexTokens(escapeRegex(beginningOf(text))) ?? [];
  return { line, needle: undefined, block: createBlockPatterns(tokens, line.flags) };
}

interface LineOptions {
  caseSensitive: boolean;
  wholeWord: boolean;
}

/** The expression for one line, or the sentence why it is none. */
function compileLine(source: string, { caseSensitive, wholeWord }: LineOptions): RegExp | string {
  const flags = caseSensitive ? 'gm' : 'gim';
  try {
    return new RegExp(wholeWord ? within(source, String.raw`[\p{L}\p{N}_]`) : source, `${flags}u`);
  } catch (error) {
    return compileOlderSyntax(wholeWord ? within(source, String.raw`\w`) : source, flags, error);
  }
}

/**
 * The older syntax of regular expressions lets pass what people write out of habit, such as `\"`, `\-` or a lone brace.
 * Not where it would give a meaning to something that was meant as Unicode.
 */
function compileOlderSyntax(source: string, flags: string, error: unknown): RegExp | string {
  try {
    if (!/\\(?:[pP]|u)\{/.test(source)) return new RegExp(source, flags);
  } catch {
    // Wrong in both; what the stricter syntax says of it is the better sentence.
  }
  return `${errorText(error)}.`;
}

function within(source: string, wordCharacter: string): string {
  return `(?<!${wordCharacter})(?:${source})(?!${wordCharacter})`;
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function beginningOf(text: string): string {
  return Array.from(text).slice(0, MAX_BLOCK_CHARACTERS).join('');
}
