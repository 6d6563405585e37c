import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { describe, it } from 'node:test';
import { exitStatusOf, signalName, signalNumber } from '../../../../src/runner/child/exitStatus.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('exitStatusOf', () => {
  checkLeaks();

  it('is a code or a signal, by name or number, and never both', () => {
    assert.deepEqual(exitStatusOf(7, null), { code: 7 });
    assert.deepEqual(exitStatusOf(7, 0), { code: 7 });
    assert.deepEqual(exitStatusOf(null, 'SIGTERM'), { signal: 'SIGTERM' });
    assert.deepEqual(exitStatusOf(0, 9), { signal: 'SIGKILL' });
    assert.deepEqual(exitStatusOf(null, null), { code: 0 });
  });
});

describe('the names of signals', () => {
  checkLeaks();

  it('go both ways', () => {
    assert.equal(signalName(constants.signals.SIGTERM), 'SIGTERM');
    assert.equal(signalNumber('SIGTERM'), constants.signals.SIGTERM);
  });

  it('are made up for numbers without one, such as those of real time', () => {
    assert.equal(signalName(40), 'SIG40');
  });

  it('do not include what the platform does not have', () => {
    assert.equal(signalNumber('SIGNOPE'), undefined);
    assert.equal(signalNumber('toString'), undefined);
  });
});
