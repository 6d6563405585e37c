import type { ProcessInfo } from '../../protocol/process.ts';
import { commandLine } from '../format/commandLine.ts';
import { codeBlock, codeSpan, escapeMarkdown } from '../format/markdown.ts';
import { describeEnd } from '../terminals/exitLine.ts';

/** What a person may want to know of a process beyond its row, as Markdown. */
export function processTooltip(process: ProcessInfo, formatTime: (ms: number) => string): string {
  const { title, cwd, pid, run, restarts, startedAtMs, machine } = process;
  const facts: (readonly [string, string])[] = [
    ['Folder', codeSpan(cwd)],
    ...(pid === undefined ? [] : ([['Process id', String(pid)]] as const)),
    ...(startedAtMs === undefined ? [] : ([['Started', formatTime(startedAtMs)]] as const)),
    ...(run > 1 ? ([['Run', `${run} (restarted ${times(restarts)})`]] as const) : []),
    ['Machine', escapeMarkdown(machine)],
  ];
  const command = commandLine(process);
  const heading = `**${escapeMarkdown(title)}** — ${stateSentence(process)}`;
  const commandBlock = command === title ? [] : [codeBlock(command)];
  return [heading, ...commandBlock, facts.map(([name, value]) => `${name}: ${value}`).join('  \n')].join(
    '\n\n',
  );
}

function stateSentence(process: ProcessInfo): string {
  const { state } = process;
  return escapeMarkdown(state === 'stopped' || state === 'failed' ? describeEnd(process) : state);
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
