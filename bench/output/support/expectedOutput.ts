import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';

/** What must arrive: so much, and exactly this. */
export interface Content {
  bytes: number;
  sha256: string;
}

/** What a command prints, as it comes out of a pipe and of a terminal. */
export interface Expected {
  command: readonly string[];
  pipe: Content;
  terminal: Content;
}

/** Finds out by running it into a pipe, which loses nothing; a terminal puts a carriage return before each line feed. */
export async function expectedOutput(command: readonly string[]): Promise<Expected> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = await buffer(child.stdout);
  const onTerminal = Buffer.from(printed.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  return { command, pipe: contentOf(printed), terminal: contentOf(onTerminal) };
}

function contentOf(bytes: Uint8Array): Content {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
