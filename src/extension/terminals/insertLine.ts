import type { TranscriptItem } from './transcript.ts';

/**
 * Puts a line of our own after the first line that ends in the output, where it breaks nothing that is being written;
 * undefined if none ends.
 */
export function insertLine(items: readonly TranscriptItem[], text: string): TranscriptItem[] | undefined {
  const index = items.findIndex((item) => item.kind === 'output' && item.text.includes('\n'));
  const item = items[index];
  if (item === undefined) return undefined;
  const end = item.text.indexOf('\n') + 1;
  return [
    ...items.slice(0, index),
    { kind: 'output', text: item.text.slice(0, end) },
    { kind: 'line', text },
    { kind: 'output', text: item.text.slice(end) },
    ...items.slice(index + 1),
  ];
}
