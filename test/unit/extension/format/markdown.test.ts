import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeBlock, codeSpan, escapeMarkdown } from '../../../../src/extension/format/markdown.ts';

describe('markdown', () => {
  it('takes the meaning from links, HTML, icons and line breaks', () => {
    assert.equal(
      escapeMarkdown('[x](command:y) <b>\n$(zap) *'),
      '\\[x\\]\\(command:y\\) \\<b\\> \\$\\(zap\\) \\*',
    );
  });

  it('fences code longer than any backticks in it', () => {
    assert.equal(codeSpan('a ``b'), '``` a ``b ```');
    assert.equal(codeBlock('x ```` y'), '`````sh\nx ```` y\n`````');
    assert.equal(codeBlock('ls'), '```sh\nls\n```');
  });
});
