import fc from 'fast-check';

/** One thing that happens to a terminal. */
export type Operation = { kind: 'output'; text: string } | { kind: 'resize'; cols: number; rows: number };

/** One character of an ASCII text. */
function oneOf(characters: string): fc.Arbitrary<string> {
  return fc.nat({ max: characters.length - 1 }).map((index) => characters.charAt(index));
}

const small = fc.integer({ min: 0, max: 12 });
const color = fc.oneof(
  fc.integer({ min: 30, max: 37 }).map(String),
  fc.integer({ min: 40, max: 47 }).map(String),
  fc.constantFrom(
    '39',
    '49',
    '90',
    '101',
    '38;5;200',
    '48;5;17',
    '38;2;1;2;3',
    '48;2;9;8;7',
    '38:2::7:8:9',
    '48:5:99',
  ),
);
const attribute = fc.constantFrom(
  ...['0', '1', '2', '3', '4', '4:3', '21', '5', '7', '8', '9', '53', '58;5;9', '58:2::1:2:3', '59'],
  ...['22', '23', '24', '25', '27', '28', '29', '55'],
);
const rendition = fc
  .array(fc.oneof(color, attribute), { maxLength: 3 })
  .map((params) => `\x1b[${params.join(';')}m`);

const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({ minLength: 1, maxLength: 25, unit: oneOf('abc xyz.:-') }),
  },
  fc.constantFrom(
    '日本',
    '한',
    'e\u0301',
    '😀',
    '👩\u200d👧',
    '❤\ufe0f',
    '\u0301',
    'क्षि',
    'ﬁ',
    'x\u0302\u0323',
  ),
  fc.constantFrom('\r\n', '\n', '\r', '\b', '\t', '\x07'),
);

const places = fc.oneof(
  fc.tuple(small, small).map(([row, column]) => `\x1b[${row};${column}H`),
  fc.tuple(small, oneOf('ABCDEFGd`aeIZ')).map(([count, final]) => `\x1b[${count}${final}`),
  fc.constantFrom(
    '\x1bD',
    '\x1bE',
    '\x1bM',
    '\x1b7',
    '\x1b8',
    '\x1b[s',
    '\x1b[u',
    '\x1bH',
    '\x1b[g',
    '\x1b[3g',
  ),
);

const edits = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 3 }), oneOf('JK')).map(([how, final]) => `\x1b[${how}${final}`),
  fc
    .tuple(fc.integer({ min: 0, max: 4 }), oneOf('LMPSTX@b'))
    .map(([count, final]) => `\x1b[${count}${final}`),
  fc.constantFrom('\x1b#8', "\x1b[2'}", "\x1b[1'~", '\x1b[2 @', '\x1b[1 A'),
);

const modes = fc.oneof(
  fc
    .tuple(fc.constantFrom(1, 6, 7, 12, 25, 45, 66, 1004, 1000, 1006, 2004), fc.constantFrom('h', 'l'))
    .map(([mode, final]) => `\x1b[?${mode}${final}`),
  fc.constantFrom('\x1b[?1049h', '\x1b[?1049l', '\x1b[?47h', '\x1b[?1047l', '\x1b[?1048h', '\x1b[?1048l'),
  fc.constantFrom('\x1b[4h', '\x1b[4l', '\x1b[20h', '\x1b[20l', '\x1b=', '\x1b>', '\x1b[!p', '\x1bc'),
  fc.constantFrom('\x1b(0', '\x1b(B', '\x1b)0', '\x1b[2 q', '\x1b[5 q', '\x1b[0 q'),
  fc.tuple(small, small).map(([top, bottom]) => `\x1b[${top};${bottom}r`),
  fc.constantFrom(
    '\x1b]0;title\x07',
    '\x1b]8;id=a;http://a.example\x1b\\',
    '\x1b]8;;http://b.example\x07',
    '\x1b]8;;\x07',
  ),
  fc.constantFrom('\x1bPq#0\x1b\\', '\x1b_apc\x1b\\', '\x1b[1\x18', '\x1b]0;x\x18', '\x1b[3\x1b[1m'),
);

const output = fc
  .oneof(
    { weight: 6, arbitrary: text },
    { weight: 2, arbitrary: rendition },
    { weight: 2, arbitrary: places },
    { weight: 2, arbitrary: edits },
    { weight: 2, arbitrary: modes },
  )
  .map((output): Operation => ({ kind: 'output', text: output }));

const resize = fc
  .record({ cols: fc.integer({ min: 2, max: 24 }), rows: fc.integer({ min: 2, max: 9 }) })
  .map((size): Operation => ({ kind: 'resize', ...size }));

/** Sessions of a small terminal, in which everything meets everything soon. */
export const operations = fc.array(
  fc.oneof({ weight: 40, arbitrary: output }, { weight: 1, arbitrary: resize }),
  { minLength: 1, maxLength: 80 },
);
