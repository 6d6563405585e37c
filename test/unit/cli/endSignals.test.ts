import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import { endSignals } from '../../../src/cli/endSignals.ts';

describe('endSignals', () => {
  it('listens only while somebody listens to it', () => {
    const process = new EventEmitter();
    const received: string[] = [];
    const subscription = endSignals(process as NodeJS.Process)((signal) => received.push(signal));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.emit(signal, signal);
    subscription.dispose();
    assert.deepEqual(process.eventNames(), []);
    assert.deepEqual(received, ['SIGINT', 'SIGTERM', 'SIGHUP']);
  });
});
