import { stripAnsi, displayText } from '../../base/stripAnsi.ts';

const LINE_FEED = 0x0a;

/**
 * Longest line that is waited for until it ends, in bytes. A longer one comes in pieces, so that output without line
 * feeds is neither held for ever nor looked at again and again.
 */
const MAX_LINE_BYTES = 1024 * 1024;

/**
 * Makes what a person has seen of output as it was printed: without escape sequences, rewritten lines in their last
 * state. It has as many line feeds as the output, so lines of both can be told from each other.
 */
export class DisplayedLines {
  private pending: Buffer = Buffer.alloc(0);

  /** How many bytes wait for the end of their line. */
  get pendingBytes(): number {
    return this.pending.length;
  }

  /** Takes output and gives what is displayed of the lines that are complete with it. */
  push(bytes: Buffer): string {
    const all = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    const end = completeEnd(all);
    this.pending = Buffer.from(all.subarray(end));
    return display(all.toString('utf8', 0, end));
  }

  /** What is displayed of the line that has not ended yet. */
  rest(): string {
    return display(this.pending.toString('utf8'));
  }
}

function completeEnd(bytes: Buffer): number {
  const end = bytes.lastIndexOf(LINE_FEED) + 1;
  if (bytes.length - end <= MAX_LINE_BYTES) return end;
  return characterStart(bytes, bytes.length - 1);
}

/** Where the character begins that the byte at `at` is part of. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}

function display(text: string): string {
  const shown = text.includes('\r') ? text.split('\n').map(displayText).join('\n') : stripAnsi(text);
  // A file with a NUL is one that an editor takes for binary.
  return shown.replaceAll('\0', '\u2400');
}
