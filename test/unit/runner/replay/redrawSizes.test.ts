import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redrawSizes } from '../../../../src/runner/replay/redrawSizes.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const size = { cols: 80, rows: 24 };

describe('redrawSizes', () => {
  checkLeaks();

  it('leaves a program alone that prints line by line', () => {
    assert.deepEqual(redrawSizes({ isAlternate: false, current: size, wanted: size }), []);
  });

  it('gives another size for a moment to a program that draws a whole screen', () => {
    assert.deepEqual(redrawSizes({ isAlternate: true, current: size, wanted: size }), [
      { cols: 80, rows: 23 },
      size,
    ]);
    const flat = { cols: 80, rows: 1 };
    assert.deepEqual(redrawSizes({ isAlternate: true, current: flat, wanted: flat }), [
      { cols: 80, rows: 2 },
      flat,
    ]);
  });

  it('gives the size of the attached terminal once if that is another one', () => {
    for (const isAlternate of [true, false]) {
      assert.deepEqual(redrawSizes({ isAlternate, current: { cols: 79, rows: 24 }, wanted: size }), [size]);
    }
  });
});
