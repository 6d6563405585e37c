/** Text that means nothing to Markdown. Titles and paths come from anywhere. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Text as it is, within a line. */
export function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  return `${ticks} ${text.replace(/\s+/g, ' ')} ${ticks}`;
}

/** Text as it is, as a block of shell. */
export function codeBlock(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}sh\n${text}\n${ticks}`;
}

/** A fence has to be longer than any run of backticks in what it holds. */
function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
