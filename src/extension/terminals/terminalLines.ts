import type { ProcessInfo } from '../../protocol/process.ts';
import { describeEnd, endedWell } from './exitLine.ts';

const DIM = '\x1b[2m';
const GREEN = '\x1b[32m';
const RED = '\x1b[31m';
const RESET = '\x1b[0m';

/** Where nothing can be typed no cursor waits for it. */
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';

/** The line a terminal ends with, telling how the run went and which keys do something now. */
export function exitLine(process: ProcessInfo): string {
  const mark = markOf(process);
  return `\r\n ${mark} ${oneLine(describeEnd(process))}${RESET}   ${DIM}(r: run again, Enter: close)${RESET}${HIDE_CURSOR}\r\n`;
}

/** The line between two runs in one terminal. */
export function runAgainLine(process: ProcessInfo): string {
  return `${SHOW_CURSOR}\r\n ${DIM}↻ ${oneLine(process.title)} (run ${process.run})${RESET}\r\n\r\n`;
}

/** What a terminal says whose process is no longer known to anybody. */
export function goneLine(why: string): string {
  return `\r\n ${RED}✗${RESET} ${oneLine(why)}   ${DIM}(Enter: close)${RESET}${HIDE_CURSOR}\r\n`;
}

/** What stands where output is missing: it is no longer kept, or came faster than it could be shown. */
export function skippedLine(bytes: number): string {
  const amount =
    bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${RESET}\r\n ${DIM}… ${amount} of output not shown …${RESET}\r\n`;
}

function markOf(process: ProcessInfo): string {
  if (!endedWell(process)) return `${RED}✗`;
  return process.cause === 'cancelled' ? `${DIM}■` : `${GREEN}✓`;
}

/** Titles and sentences may come from anywhere; none may move the cursor. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').trim();
}
