import { errorText } from '../../base/errorText.ts';

/** Longest text that a notification shows without folding it away, in characters. */
const MAX_CHARS = 240;

/** What fits into a notification of an error's message: its first line. The rest is for the log. */
export function firstSentence(error: unknown): string {
  const [firstLine = ''] = errorText(error).trim().split(/\r?\n/);
  return firstLine.length <= MAX_CHARS ? firstLine : `${firstLine.slice(0, MAX_CHARS - 1)}…`;
}
