import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertNever } from '../../../src/base/assertNever.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('assertNever', () => {
  checkLeaks();

  it('throws with the value that should not have been possible', () => {
    assert.throws(() => assertNever({ kind: 'odd' } as never, 'state'), /Unexpected state: {"kind":"odd"}/);
  });
});
