import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { processRow } from '../../../../src/extension/views/processRow.ts';
import { statusText } from '../../../../src/extension/views/statusText.ts';
import { statusTooltip } from '../../../../src/extension/views/statusTooltip.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';

describe('statusText', () => {
  it('tells what runs, and what failed only if something did', () => {
    const quiet = statusText({ total: 2, active: 2, starting: 0, failed: 0 });
    assert.equal(quiet.text.trimEnd(), '$(server-process) 2 running');
    const failed = statusText({ total: 3, active: 2, starting: 0, failed: 1 });
    assert.equal(failed.text.trimEnd(), '$(server-process) 2 running · 1 failed');
    assert.equal(failed.spoken, 'Procession: 2 running, 1 failed');
  });

  it('is as wide with one digit as with two', () => {
    const widths = [9, 10].map(
      (count) => statusText({ total: 99, active: count, starting: 0, failed: count }).text.length,
    );
    assert.equal(widths[0], widths[1]);
  });

  it('moves only while something starts', () => {
    assert.match(statusText({ total: 1, active: 1, starting: 1, failed: 0 }).text, /^\$\(loading~spin\)/);
  });
});

describe('statusTooltip', () => {
  it('links each process to its terminal, and ten at most', () => {
    const rows = Array.from({ length: 12 }, (_, index) => {
      const process = makeProcessInfo({ id: `p${index}`, title: `[${index}]` });
      return { id: process.id, ...processRow(process, 1_000) };
    });
    const lines = statusTooltip(rows).split('\n');
    assert.equal(
      lines[0]?.trimEnd(),
      '$(play-circle) [\\[0\\]](command:procession.showTerminal?%5B%22p0%22%5D) pid 4242 · \\<1 min',
    );
    assert.equal(lines[10], '… and 2 more');
    assert.match(lines.at(-1) ?? '', /\[\$\(add\) Run Command…\]\(command:procession\.runCommand/);
  });
});
