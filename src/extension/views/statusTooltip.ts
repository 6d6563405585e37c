import { escapeMarkdown } from '../format/markdown.ts';
import type { ProcessRow } from './processRow.ts';

/** As many processes as a tooltip can name without becoming a list to scroll. */
const MAX_ROWS = 10;

/** The status bar's tooltip as Markdown: each process a link to its terminal. */
export function statusTooltip(rows: readonly (ProcessRow & { id: string })[]): string {
  const named = rows.slice(0, MAX_ROWS).map(({ id, label, description, icon }) => {
    const link = `[${escapeMarkdown(label)}](${commandLink('procession.showTerminal', [id])})`;
    return `$(${icon.id}) ${link} ${escapeMarkdown(description)}`;
  });
  const more = rows.length > MAX_ROWS ? [`… and ${rows.length - MAX_ROWS} more`] : [];
  const run = `[$(add) Run Command…](${commandLink('procession.runCommand', [])})`;
  return [[...named, ...more].join('  \n'), run].filter((part) => part !== '').join('\n\n');
}

function commandLink(command: string, args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}
