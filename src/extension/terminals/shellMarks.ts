import { constants } from 'node:os';
import type { ProcessInfo } from '../../protocol/process.ts';
import { commandLine } from '../format/commandLine.ts';

/** The beginning of the sequences by which shells tell VS Code about their commands. */
const MARK = '\x1b]633;';
const END = '\x07';

/**
 * Tells VS Code that a run begins, as its shell integration does of a command: where it works, so that relative paths in
 * its output become links, and its command line, which the nonce of the terminal vouches for. There is no prompt to see.
 */
export function runStartMarks(process: ProcessInfo, nonce: string): string {
  return [
    mark('P', `Cwd=${escapeValue(process.cwd)}`),
    mark('A'),
    mark('B'),
    mark('E', escapeValue(commandLine(process)), nonce),
    mark('C'),
  ].join('');
}

/** Tells VS Code that a run has ended, with its exit code if it has come to one. */
export function runEndMark({ exit }: ProcessInfo): string {
  if (exit === undefined) return mark('D');
  return mark('D', String('code' in exit ? exit.code : codeOfSignal(exit.signal)));
}

function mark(...parts: string[]): string {
  return `${MARK}${parts.join(';')}${END}`;
}

/** Shells count the number of a signal from 128. */
function codeOfSignal(signal: string): number {
  const numbers: Record<string, number | undefined> = constants.signals;
  return 128 + (numbers[signal] ?? 0);
}

/** Semicolons and control characters end a value, and a backslash escapes. */
function escapeValue(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what has to be escaped
  return value.replace(/[\\;\x00-\x1f\x7f]/g, (char) => {
    return char === '\\' ? '\\\\' : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
