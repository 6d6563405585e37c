import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from './total.js';

test('an empty shelf is worth nothing', () => assert.equal(total([]), 0));
test('bread is worth its price, as often as it is there', () => {
  assert.equal(
    total([
      { price: 2, left: 3 },
      { price: 0.5, left: 2 },
    ]),
    7,
  );
});
