import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SearchPattern } from '../../../../src/protocol/search.ts';
import { compileQuery } from '../../../../src/runner/search/searchQuery.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('compileQuery', () => {
  checkLeaks();

  it('takes plain text literally', () => {
    assert.deepEqual(found('a.b*(c)', 'a.b*(c) aXbb(c)'), ['a.b*(c)']);
    assert.deepEqual(found('[x]{2}\\^$|?+/-', 'is [x]{2}\\^$|?+/- here'), ['[x]{2}\\^$|?+/-']);
  });

  it('ignores case as Unicode does, unless told otherwise', () => {
    assert.deepEqual(found('größe', 'GRÖSSE größe GRÖßE'), ['größe', 'GRÖßE']);
    assert.deepEqual(found('größe', 'GRÖßE größe', { caseSensitive: true }), ['größe']);
    assert.deepEqual(found('ПРИВЕТ', 'привет'), ['привет']);
  });

  it('finds whole words, in any script', () => {
    assert.deepEqual(found('error', 'errors myerror error_1 error', { wholeWord: true }), ['error']);
    assert.deepEqual(found('öl', 'öl höl ölig öl!', { wholeWord: true }), ['öl', 'öl']);
    assert.deepEqual(found('a|b', 'ab a cb b', { kind: 'regex', wholeWord: true }), ['a', 'b']);
  });

  it('takes a regular expression of JavaScript', () => {
    assert.deepEqual(found(String.raw`\d{2,}ms\b`, '5ms 120ms 33msx', { kind: 'regex' }), ['120ms']);
    assert.deepEqual(found(String.raw`(?<=id=)\p{L}+`, 'id=Ärger', { kind: 'regex' }), ['Ärger']);
    assert.deepEqual(found('^.$', '😀', { kind: 'regex' }), ['😀']);
  });

  it('takes what only the older syntax of regular expressions lets pass', () => {
    assert.deepEqual(found(String.raw`\"a\-b\"`, 'say "a-b"', { kind: 'regex' }), ['"a-b"']);
    assert.deepEqual(found('{"level":5', '{"level":50}', { kind: 'regex' }), ['{"level":5']);
    assert.deepEqual(found(String.raw`\-x`, '-xy -x', { kind: 'regex', wholeWord: true }), ['-x']);
  });

  it('says what is wrong with a regular expression', () => {
    assert.match(faultOf('a(b'), /Unterminated group\.$/);
    assert.match(faultOf('*'), /Nothing to repeat\.$/);
    assert.match(faultOf('(?i)x'), /^Invalid regular expression: .*\.$/);
    assert.match(faultOf('[b-a]'), /out of order/);
    // The older syntax would take the first part for the letter p.
    assert.match(faultOf(String.raw`\p{L}\-`), /Invalid escape/);
  });

  it('refuses a pattern with a line break, since it looks at lines', () => {
    for (const pattern of [String.raw`a\nb`, 'a\nb', 'a\rb', String.raw`(a|\n)`]) {
      assert.match(faultOf(pattern), /one line at a time/, JSON.stringify(pattern));
    }
    const plain = compileQuery({ ...defaults, pattern: 'a\r\nb' });
    assert.equal(plain.kind, 'invalid');
    for (const pattern of [String.raw`[^\n]b`, String.raw`a\r?$`, String.raw`\\n`]) {
      assert.equal(compileQuery({ ...defaults, kind: 'regex', pattern }).kind, 'query', pattern);
    }
  });

  it('knows the bytes that every match must have', () => {
    const needles: [pattern: string, needle: string | undefined][] = [
      ['ECONN[A-Z]+ to port', ' to port'],
      ['ab+cdxe?f', 'cdx'],
      [String.raw`a\.b`, 'a.b'],
      ['^größe$', 'größe'],
      ['(abc)?d', 'd'],
      ['(?!abc)de', 'de'],
      ['ab{2}c', 'ab'],
      ['ab{0,2}cd', 'cd'],
      ['abc|d', undefined],
      ['[a]', undefined],
      [String.raw`(.)\1abc`, undefined],
    ];
    for (const [pattern, needle] of needles) {
      const compiled = compileQuery({ ...defaults, kind: 'regex', caseSensitive: true, pattern });
      assert.ok(compiled.kind === 'query');
      assert.equal(compiled.query.needle?.toString(), needle, pattern);
    }
  });

  it('makes nothing large of a pattern as long as can be asked for', () => {
    for (const kind of ['plain', 'regex'] as const) {
      const compiled = compileQuery({ ...defaults, kind, pattern: 'ab'.repeat(1000) });
      assert.ok(compiled.kind === 'query');
      assert.ok((compiled.query.block?.escaped.source.length ?? 0) < 20_000);
    }
  });
});

const defaults: SearchPattern = { pattern: '', kind: 'plain', caseSensitive: false, wholeWord: false };

function found(pattern: string, line: string, options: Partial<SearchPattern> = {}): string[] {
  const compiled = compileQuery({ ...defaults, ...options, pattern });
  assert.ok(compiled.kind === 'query', compiled.kind === 'invalid' ? compiled.message : '');
  return [...line.matchAll(compiled.query.line)].map(([match]) => match);
}

function faultOf(pattern: string): string {
  const compiled = compileQuery({ ...defaults, kind: 'regex', pattern });
  assert.ok(compiled.kind === 'invalid', `${pattern} is taken`);
  return compiled.message;
}
