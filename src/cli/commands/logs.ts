import { readLog } from '../../client/readLog.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { searchOutput } from '../../client/searchOutput.ts';
import { subscribeOutput } from '../../client/outputSubscription.ts';
import { MAX_SEARCH_MATCHES } from '../../protocol/limits.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import type { CliContext } from '../cliContext.ts';
import { CliError } from '../cliError.ts';
import { EXIT_FAILURE } from '../exitCodes.ts';
import { findFolderSession } from '../folderSession.ts';
import { plainText } from '../plainText.ts';
import { resolveTarget } from '../resolveTarget.ts';
import { tailCursor } from '../tailCursor.ts';
import { writeAll } from '../writeAll.ts';

export interface LogsOptions {
  /** An id, a name or a title. */
  readonly target: string;
  /** Look for names in every session instead of this folder's. */
  readonly all: boolean;
  /** Go on until the process has ended. */
  readonly follow: boolean;
  /** Only as many lines at the end. */
  readonly tail?: number | undefined;
  /** Only the lines in which this regular expression is found, without escape sequences. */
  readonly grep?: string | undefined;
  readonly stateDir?: string | undefined;
}

/** `procession logs`: prints what a process has printed, as far as it is kept. With `grep`, resolves with 1 if no line matches. */
export async function logs(context: CliContext, options: LogsOptions): Promise<number> {
  const connection = await context.runner.find(options.stateDir);
  if (connection === undefined) throw new CliError('no runner is running, so there is no output.');
  try {
    const process = await findProcess(context, connection, options);
    if (options.grep !== undefined)
      return await grep(context, connection, { process, pattern: options.grep });
    const lostBytes = options.follow
      ? await follow(context, connection, { process, tail: options.tail })
      : await print(context, connection, { process, tail: options.tail });
    if (lostBytes > 0)
      await writeAll(
        context.stderr,
        `procession: ${lostBytes} bytes of older output are not kept any more.\n`,
      );
    return 0;
  } finally {
    connection.dispose();
  }
}

async function findProcess(
  context: CliContext,
  connection: RunnerConnection,
  { target, all }: LogsOptions,
): Promise<ProcessInfo> {
  const processes = await connection.request('process/list', {});
  const session = all ? undefined : await findFolderSession(connection, context.currentFolder());
  const resolved = resolveTarget(processes, target, ({ sessionId }) => all || sessionId === session?.id);
  switch (resolved.kind) {
    case 'found':
      return resolved.process;
    case 'unknown': {
      const where = all ? '' : ' in this folder; --all looks in every one';
      throw new CliError(`there is no process "${plainText(target)}"${where}.`);
    }
    case 'ambiguous': {
      const ids = resolved.matches.map(({ id }) => id).join(', ');
      throw new CliError(`"${plainText(target)}" could be any of ${ids}; say which by its id.`);
    }
  }
}

interface Printed {
  readonly process: ProcessInfo;
  readonly tail: number | undefined;
}

/** Resolves with how much was not kept any more. */
async function print(
  { stdout }: CliContext,
  connection: RunnerConnection,
  { process, tail }: Printed,
): Promise<number> {
  const from = await beginning(connection, process, tail);
  let lostBytes = 0;
  for await (const { bytes, skippedBytes } of readLog(connection, {
    processId: process.id,
    from,
    until: process.endCursor,
  })) {
    lostBytes += skippedBytes;
    await writeAll(stdout, bytes);
  }
  return lostBytes;
}

async function follow(
  { stdout }: CliContext,
  connection: RunnerConnection,
  { process, tail }: Printed,
): Promise<number> {
  let lostBytes = 0;
  const subscription = await subscribeOutput(connection, {
    processId: process.id,
    from: await beginning(connection, process, tail),
    consumer: ({ bytes, skippedBytes }) => {
      lostBytes += skippedBytes;
      return writeAll(stdout, bytes);
    },
  });
  try {
    await subscription.whenEnded();
  } finally {
    subscription.dispose();
  }
  return lostBytes;
}

async function beginning(
  connection: RunnerConnection,
  { id, endCursor }: ProcessInfo,
  tail: number | undefined,
): Promise<number> {
  if (tail === undefined) return 0;
  return tailCursor(connection, { processId: id, endCursor, lines: tail });
}

async function grep(
  { stdout, stderr }: CliContext,
  connection: RunnerConnection,
  { process, pattern }: { process: ProcessInfo; pattern: string },
): Promise<number> {
  const left = new AbortController();
  let written = Promise.resolve();
  const { matches, truncated } = await searchOutput(
    connection,
    {
      processId: process.id,
      pattern,
      kind: 'regex',
      caseSensitive: true,
      maxMatches: MAX_SEARCH_MATCHES,
    },
    {
      signal: left.signal,
      onMatches: (found) => {
        const text = found.map(({ line }) => `${line}\n`).join('');
        written = written.then(() => writeAll(stdout, text));
        // Nobody reads any more; the same failure is thrown below.
        written.catch(() => left.abort());
      },
    },
  ).catch(async (error: unknown) => {
    await written;
    throw error;
  });
  await written;
  if (truncated) await writeAll(stderr, `procession: more than ${matches} lines match.\n`);
  return matches > 0 ? 0 : EXIT_FAILURE;
}
