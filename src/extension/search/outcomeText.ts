import type { SearchProgress } from './liveSearch.ts';

/** What there is to say of a search beside its matches; nothing while it goes well. */
export function outcomeText({
  matches,
  state,
  isTruncated,
  skippedFiles,
  failure,
}: SearchProgress): string | undefined {
  if (state === 'failed') return failure;
  if (state !== 'done') return undefined;
  const unread =
    skippedFiles === 0
      ? ''
      : ` ${skippedFiles === 1 ? 'A file' : `${skippedFiles} files`} could not be read.`;
  if (matches.length === 0) return `No line matches.${unread}`;
  if (isTruncated) return `More lines match than the ${matches.length} shown here.${unread}`;
  return unread === '' ? undefined : unread.trim();
}
