import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchPlace } from '../../../../src/extension/search/matchPlace.ts';

describe('matchPlace', () => {
  const find = (whole: string, line: string, range: [number, number]): string => {
    const { start, end } = matchPlace(whole, { line, ranges: [range] });
    return `${start}-${end}`;
  };

  it('is the same in the same line', () => {
    assert.equal(find('a needle', 'a needle', [2, 8]), '2-8');
  });

  it('is found in a line of which the match has only a part', () => {
    assert.equal(find(`${'x needle '.repeat(9)}y needle z`, '…y needle …', [3, 9]), '83-89');
  });

  it('is the word alone where the line looks otherwise', () => {
    assert.equal(find('other needle', 'my needle', [3, 9]), '6-12');
  });

  it('is the beginning of a line that does not have it, or of a match of nothing', () => {
    assert.equal(find('something else', 'my needle', [3, 9]), '0-0');
    assert.equal(matchPlace('x', { line: '', ranges: [] }).start, 0);
  });
});
