/** A piece of a regular expression. An `atom` matches one character, and never one that ends a line or begins an escape. */
export type RegexToken =
  /** `character` is the one it stands for, if it is only one. */
  | { kind: 'atom'; source: string; character?: string }
  | { kind: 'assertion'; source: string }
  | { kind: 'quantifier'; source: string }
  | { kind: 'open' | 'openLookaround'; source: string }
  | { kind: 'close' | 'or'; source: string }
  | { kind: 'lineBreak'; source: string };

/** What no atom may match: the ends of lines, and the beginning of an escape sequence. */
const OUTSIDE = String.raw`\n\r\x1b`;

/** The first that fits, wins. The names are those of `readToken` below. */
const SYNTAX = new RegExp(
  [
    String.raw`(?<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\})\??)`,
    String.raw`(?<openLookaround>\(\?<?[=!])`,
    String.raw`(?<open>\((?:\?:|\?<[A-Za-z_$][\w$]*>|(?!\?)))`,
    String.raw`(?<close>\))`,
    String.raw`(?<or>\|)`,
    String.raw`(?<assertion>\^|\$|\\[bB])`,
    String.raw`(?<characterClass>\[(?:[^\]\\]|\\.)*\])`,
    String.raw`(?<dot>\.)`,
    String.raw`(?<set>\\[dDsSwW])`,
    String.raw`(?<special>\\(?:[pP]\{[^}]*\}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|c[A-Za-z]|0(?!\d)|[fprtv]))`,
    String.raw`(?<lineBreak>\\n|[\n\r])`,
    String.raw`(?<literal>\\[^A-Za-z\d\n\r]|[^\\()[*+?|^$.])`,
  ].join('|'),
  'suy',
);

/**
 * Takes a regular expression apart that is known to be valid. `undefined` for one with anything out of the ordinary, such
 * as back references or inline flags: what is said here about atoms might not hold for it.
 */
export function readRegexTokens(source: string): RegexToken[] | undefined {
  const tokens: RegexToken[] = [];
  SYNTAX.lastIndex = 0;
  while (SYNTAX.lastIndex < source.length) {
    const groups = SYNTAX.exec(source)?.groups;
    if (groups === undefined) return undefined;
    const [name, text] =
      Object.entries(groups).find(([, value]: [string, string | undefined]) => value !== undefined) ?? [];
    if (name === undefined || text === undefined) return undefined;
    tokens.push(readToken(name, text));
  }
  return tokens;
}

function readToken(name: string, text: string): RegexToken {
  switch (name) {
    case 'quantifier':
    case 'openLookaround':
    case 'close':
    case 'or':
    case 'assertion':
    case 'lineBreak':
      return { kind: name, source: text };
    case 'open':
      // Groups only group here: nothing refers back to them, and remembering costs.
      return { kind: name, source: '(?:' };
    case 'characterClass':
      return { kind: 'atom', source: characterClass(text) };
    case 'dot':
      return { kind: 'atom', source: String.raw`[^${OUTSIDE}\u2028\u2029]` };
    case 'set':
      return { kind: 'atom', source: SETS[text] ?? text };
    case 'special':
      return { kind: 'atom', source: withinLine(text) };
    default:
      return { kind: 'atom', source: text, ...characterOf(text) };
  }
}

/** The replacement character also stands for bytes that are no text, and so for none in particular. */
function characterOf(literal: string): { character?: string } {
  const character = literal.startsWith('\\') ? literal.slice(1) : literal;
  return character.toWellFormed() === '\ufffd' ? {} : { character };
}

/** The sets that reach outside, cut down. */
const SETS: Record<string, string> = {
  '\\s': String.raw`[^\S\n\r]`,
  '\\S': String.raw`[^\s\x1b]`,
  '\\D': String.raw`[^\d${OUTSIDE}]`,
  '\\W': String.raw`[^\w${OUTSIDE}]`,
};

/** Members that are visible characters, and ranges between such, are all inside. */
const HARMLESS_CLASS = /^\[(?:[^\\\p{Cc}]|\\[dw]|\\[^A-Za-z\d])*\]$/u;

function characterClass(text: string): string {
  if (!text.startsWith('[^')) return HARMLESS_CLASS.test(text) ? text : withinLine(text);
  const members = text.slice(2);
  // A hyphen that came first meant itself; now it would make a range.
  return `[^${OUTSIDE}${members.startsWith('-') ? '\\' : ''}${members}`;
}

function withinLine(atom: string): string {
  return `(?:(?![${OUTSIDE}])${atom})`;
}
