import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { assertNever } from '../../base/assertNever.ts';
import type { Logger } from '../../base/logger.ts';
import type { SearchMatch, SearchResult } from '../../protocol/search.ts';
import { Refusal } from '../domain/refusal.ts';
import { offloadMessageSchema, type OffloadRequest } from './offloadMessages.ts';
import { readJsonLines } from './readJsonLines.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** How to start the program that runs `searchProcessMain`. */
export interface SearchCommand {
  file: string;
  args: readonly string[];
}

export interface SearchLogsOptions {
  command: SearchCommand;
  /** Aborting it kills the search, whatever it is doing. */
  signal: AbortSignal;
  /** Takes matches as they come. Until it resolves, the search goes no further than the pipe is long. */
  onMatches: (matches: SearchMatch[]) => Promise<void>;
  logger: Logger;
}

/**
 * Searches in a process of its own: a regular expression that never comes back can be ended there, and neither its time
 * nor its memory is the runner's. When this settles, that process is gone. Refuses with `CANCELLED` when it is aborted.
 */
export async function searchLogs(request: OffloadRequest, options: SearchLogsOptions): Promise<SearchResult> {
  const { command, signal } = options;
  throwIfCancelled(signal);
  const child = spawn(command.file, command.args, { stdio: 'pipe', windowsHide: true });
  const end = watchEnd(child);
  if (child.pid === undefined) throw new Error(`The search process could not be started: ${await end}`);
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', kill);
  try {
    // The input stays open: its end tells the other side that nobody waits any more.
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const result = await receive(child.stdout, options);
    if (result !== undefined) return result;
    throw new Error(`The search process ended before it was done: ${await end}`);
  } catch (error) {
    // Whatever went wrong after that is its consequence.
    throwIfCancelled(signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    await end;
  }
}

/** Hands on what comes, until the search is done. `undefined` when it ends without having said so. */
async function receive(
  stdout: Readable,
  { onMatches, logger }: SearchLogsOptions,
): Promise<SearchResult | undefined> {
  for await (const value of readJsonLines(stdout)) {
    const message = offloadMessageSchema.parse(value);
    switch (message.kind) {
      case 'matches':
        await onMatches(message.matches);
        break;
      case 'skipped':
        logger.info(`A search left out ${message.path}: ${message.reason}`);
        break;
      case 'invalid':
        throw new Refusal('INVALID_PARAMS', message.message);
      case 'done':
        return message.result;
      default:
        assertNever(message);
    }
  }
  return undefined;
}

/** How much of what a search process complains about is worth reporting, in characters. */
const MAX_COMPLAINT_LENGTH = 2_000;

/** Resolves when the process and its pipes are closed, or could not be opened, with how that came, in words. */
function watchEnd(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    // One that could not be started may have no pipes, and not be closed.
    if (child.pid === undefined) return;
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(0, MAX_COMPLAINT_LENGTH);
    });
    // A process that ended early has not read everything; its end is reported, not this consequence.
    child.stdin.on('error', () => undefined);
    child.on('close', (code, signal) => {
      resolve([signal ?? `exit code ${code ?? 'unknown'}`, complaint.trim()].join('. '));
    });
  });
}
