import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_SEARCH_LINE_LENGTH } from '../../../../src/protocol/limits.ts';
import { cutLine, findExcerpt } from '../../../../src/runner/search/excerpt.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('findExcerpt', () => {
  checkLeaks();

  it('gives a line as it is, with every match in it', () => {
    assert.deepEqual(findExcerpt('one two one', /one/g), {
      line: 'one two one',
      ranges: [
        [0, 3],
        [8, 11],
      ],
    });
  });

  it('gives nothing for a line that does not match', () => {
    assert.equal(findExcerpt('one', /two/g), undefined);
  });

  it('begins anew with each line', () => {
    const pattern = /one/g;
    pattern.lastIndex = 2;
    assert.ok(findExcerpt('one', pattern));
    assert.ok(findExcerpt('one', pattern));
  });

  it('counts a match of nothing as a match, without a range', () => {
    assert.deepEqual(findExcerpt('', /^$/g), { line: '', ranges: [] });
    assert.deepEqual(findExcerpt('😀a😀', /a?/gu), { line: '😀a😀', ranges: [[2, 3]] });
  });

  it('shows of a long line the part with the first match, and marks where it was cut', () => {
    const text = `${'x'.repeat(9_000)}needle${'y'.repeat(9_000)}`;
    const excerpt = findExcerpt(text, /needle/g);
    assert.ok(excerpt);
    assert.equal(excerpt.line.length, MAX_SEARCH_LINE_LENGTH + 2);
    assert.match(excerpt.line, /^…x+needley+…$/);
    const [[start, end] = [0, 0]] = excerpt.ranges;
    assert.equal(excerpt.line.slice(start, end), 'needle');
  });

  it('marks no cut where there is none', () => {
    assert.match(findExcerpt(`needle${'y'.repeat(9_000)}`, /needle/g)?.line ?? '', /^needley+…$/);
    assert.match(findExcerpt(`${'x'.repeat(9_000)}needle`, /needle/g)?.line ?? '', /^…x+needle$/);
    const full = 'x'.repeat(MAX_SEARCH_LINE_LENGTH);
    assert.equal(findExcerpt(full, /x/g)?.line, full);
  });

  it('ends a range where the line was cut', () => {
    const excerpt = findExcerpt('x'.repeat(9_000), /x+/g);
    assert.deepEqual(excerpt?.ranges, [[0, MAX_SEARCH_LINE_LENGTH]]);
  });

  it('never cuts a character in two', () => {
    for (const lead of ['', 'a']) {
      const excerpt = findExcerpt(`${lead}${'😀'.repeat(5_000)}`, new RegExp(`${lead}😀`, 'gu'));
      assert.ok(excerpt?.line.isWellFormed());
      assert.ok(cutLine(`${lead}${'😀'.repeat(5_000)}`).isWellFormed());
    }
    assert.ok(findExcerpt(`${'😀'.repeat(1_001)}x${'😀'.repeat(3_000)}`, /x/g)?.line.isWellFormed());
  });
});

describe('cutLine', () => {
  it('leaves the end of a long line out', () => {
    assert.equal(cutLine('short'), 'short');
    assert.equal(cutLine('x'.repeat(5_000)), `${'x'.repeat(MAX_SEARCH_LINE_LENGTH)}…`);
  });
});
