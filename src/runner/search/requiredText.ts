import type { RegexToken } from './regexTokens.ts';

/** The longest text that everything has in it that a regular expression matches; empty if there is none for certain. */
export function requiredText(tokens: readonly RegexToken[]): string {
  const texts = [''];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.kind === 'or' && depth === 0) return '';
    if (token.kind === 'open' || token.kind === 'openLookaround') depth++;
    if (token.kind === 'close') depth--;
    // What is in a group may be optional, or even forbidden; conditions take no place in the text.
    if (token.kind === 'assertion' || (token.kind === 'atom' && depth > 0)) continue;
    const repeats = next?.kind === 'quantifier' ? next.source : undefined;
    const character = token.kind === 'atom' && isOnceAtLeast(repeats) ? token.character : undefined;
    if (character !== undefined) texts.push(`${texts.pop() ?? ''}${character}`);
    if (character === undefined || repeats !== undefined) texts.push('');
  }
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest));
}

function isOnceAtLeast(quantifier: string | undefined): boolean {
  return quantifier === undefined || !/^(?:[*?]|\{0)/.test(quantifier);
}
