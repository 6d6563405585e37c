import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readJsonLines } from '../../../../src/runner/search/readJsonLines.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('readJsonLines', () => {
  checkLeaks();

  it('gives the values, wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.json({ maxDepth: 1 })),
        fc.integer({ min: 1, max: 9 }),
        async (values, size) => {
          const bytes = Buffer.from(values.map((json) => `${json}\n`).join(''));
          assert.deepEqual(
            await valuesOf(chunksOf(bytes, size)),
            values.map((json) => JSON.parse(json) as unknown),
          );
        },
      ),
    );
  });

  it('takes only line feeds for ends of lines', async () => {
    const value = { text: 'a\u2028b\u2029c\rd' };
    assert.deepEqual(await valuesOf(chunksOf(Buffer.from(`${JSON.stringify(value)}\n`), 5)), [value]);
  });

  it('leaves out what was not finished', async () => {
    assert.deepEqual(await valuesOf(chunksOf(Buffer.from('1\n{"half'), 3)), [1]);
  });
});

async function valuesOf(stream: AsyncIterable<Buffer>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readJsonLines(stream)) values.push(value);
  return values;
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
