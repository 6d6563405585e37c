import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findLastLines } from '../../../../src/runner/replay/lastLines.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { keptOutput } from './keptOutput.ts';

describe('findLastLines', () => {
  checkLeaks();

  it('begins with the oldest line of little output', async () => {
    for (const text of ['', 'one', 'one\n', 'one\ntwo', '\n']) assert.equal(await from(text), text);
  });

  it('begins with the oldest byte, where a line is cut because no more is kept', async () => {
    assert.equal(await findLastLines(keptOutput(Buffer.from('one\ntwo\n'), 2)), 2);
  });

  it('shows a thousand lines, with the one that is not ended yet', async () => {
    const lines = Array.from({ length: 3000 }, (_, line) => `line ${line}\n`);
    assert.equal(await from(lines.join('')), lines.slice(2000).join(''));
    assert.equal(await from(`${lines.join('')}end`), `${lines.slice(2001).join('')}end`);
  });

  it('shows less of long lines, and begins at one', async () => {
    const lines = Array.from({ length: 500 }, (_, line) => `${line} ${'x'.repeat(1000)}\n`);
    const shown = await from(lines.join(''));
    assert.match(shown, /^\d+ x/);
    assert.ok(shown.length <= 256 * 1024 && shown.length > 255 * 1024);
  });

  it('shows the end of a line without end', async () => {
    assert.equal((await from('x'.repeat(1_000_000))).length, 256 * 1024);
  });
});

async function from(text: string): Promise<string> {
  const bytes = Buffer.from(text);
  return bytes.toString('utf8', await findLastLines(keptOutput(bytes)));
}
