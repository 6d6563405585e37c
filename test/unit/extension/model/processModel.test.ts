import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProcessModel } from '../../../../src/extension/model/processModel.ts';
import type { ProcessInfo } from '../../../../src/protocol/process.ts';
import type { StatusMessage } from '../../../../src/protocol/stream.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';

describe('ProcessModel', () => {
  it('takes over a list and tells every id that came or went', () => {
    const { model, changes } = setUp();
    model.reset([makeProcessInfo({ id: 'a' }), makeProcessInfo({ id: 'b' })]);
    model.reset([makeProcessInfo({ id: 'b' }), makeProcessInfo({ id: 'c' })]);
    assert.deepEqual(changes, [
      ['a', 'b'],
      ['a', 'b', 'c'],
    ]);
    assert.deepEqual(ids(model), ['b', 'c']);
  });

  it('follows the statuses of the stream', () => {
    const { model, changes } = setUp();
    model.apply(status(makeProcessInfo({ state: 'starting' }), 'created'));
    model.apply(status(makeProcessInfo({ state: 'running' }), 'moved'));
    assert.equal(model.get('p1')?.state, 'running');
    model.apply(status(makeProcessInfo({ state: 'stopped' }), 'removed'));
    assert.equal(model.get('p1'), undefined);
    assert.deepEqual(changes, [['p1'], ['p1'], ['p1']]);
  });

  it('lets an answer not undo what the stream has said since', () => {
    const { model, changes } = setUp();
    model.apply(status(makeProcessInfo({ state: 'failed' }), 'moved'));
    model.learn(makeProcessInfo({ state: 'pending' }));
    assert.equal(model.get('p1')?.state, 'failed');
    model.learn(makeProcessInfo({ id: 'p2' }));
    assert.deepEqual(changes, [['p1'], ['p2']]);
  });

  it('remembers that there were processes after it has forgotten them', () => {
    const { model, changes } = setUp();
    assert.equal(model.hasSeenProcess, false);
    model.clear();
    assert.deepEqual(changes, []);
    model.reset([makeProcessInfo()]);
    model.clear();
    assert.deepEqual(ids(model), []);
    assert.equal(model.hasSeenProcess, true);
  });
});

function setUp(): { model: ProcessModel; changes: string[][] } {
  const model = new ProcessModel();
  const changes: string[][] = [];
  model.onDidChange((changed) => changes.push([...changed].sort()));
  return { model, changes };
}

function ids(model: ProcessModel): string[] {
  return model.all().map(({ id }) => id);
}

function status(process: ProcessInfo, change: StatusMessage['data']['change']): StatusMessage {
  const { id: processId, sessionId, state } = process;
  return { type: 'status', sessionId, processId, timestamp: 0, data: { change, state, process } };
}
