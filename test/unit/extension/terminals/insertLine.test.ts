import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { insertLine } from '../../../../src/extension/terminals/insertLine.ts';

describe('insertLine', () => {
  it('puts a line behind the first that ends', () => {
    const items = [
      { kind: 'line', text: 'ours\n' },
      { kind: 'output', text: 'a' },
      { kind: 'output', text: 'b\r\nc\r\n' },
    ] as const;
    const texts = insertLine(items, '<here>')?.map(({ text }) => text);
    assert.deepEqual(texts, ['ours\n', 'a', 'b\r\n', '<here>', 'c\r\n']);
  });

  it('waits where none ends', () => {
    assert.equal(insertLine([{ kind: 'output', text: 'ready> ' }], '<here>'), undefined);
  });
});
