import { errorText } from '../base/errorText.ts';
import { buildInfo } from '../client/buildInfo.ts';
import { RunnerError } from '../client/runnerError.ts';
import type { CliContext } from './cliContext.ts';
import { CliError } from './cliError.ts';
import { EXIT_FAILURE, EXIT_USAGE } from './exitCodes.ts';
import { createProgram, UsageError, type Program } from './program.ts';
import { isBrokenPipe, writeAll } from './writeAll.ts';

/** The whole of the command line tool: arguments in, exit code out. Everything it has to say is written when it resolves. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  try {
    return await parseAndRun(args, context);
  } catch (error) {
    // Whoever was told has seen enough.
    if (isBrokenPipe(error)) return EXIT_FAILURE;
    await writeAll(context.stderr, `procession: ${describeFailure(error)}\n`);
    return error instanceof CliError ? error.exitCode : EXIT_FAILURE;
  }
}

async function parseAndRun(args: readonly string[], context: CliContext): Promise<number> {
  const program = createProgram(buildInfo.version);
  const said = captureOutput(program);
  try {
    program.command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return explainUsage(error, said, context);
  }
  return program.chosen === undefined ? EXIT_USAGE : program.chosen(context);
}

/** Commander writes help wherever it is told to; ours waits until it is written. */
function captureOutput({ command }: Program): { help: string } {
  const said = { help: '' };
  const keep = (text: string): void => {
    said.help += text;
  };
  for (const each of [command, ...command.commands]) {
    // Errors come as exceptions, and are worded here.
    each.configureOutput({ writeOut: keep, writeErr: keep, outputError: () => undefined });
  }
  return said;
}

async function explainUsage(
  error: UsageError,
  { help }: { help: string },
  context: CliContext,
): Promise<number> {
  if (error.cause.exitCode === 0) {
    await writeAll(context.stdout, help);
    return 0;
  }
  const isBare = error.cause.code === 'commander.help';
  const sentence = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  const hint = `Run "${error.commandPath} --help" to see what it takes.`;
  await writeAll(context.stderr, isBare ? help : `procession: ${sentence}. ${hint}\n`);
  return EXIT_USAGE;
}

function describeFailure(error: unknown): string {
  if (error instanceof CliError || error instanceof RunnerError) return error.message;
  // Anything else is a fault of ours, and its stack is what a report needs.
  return error instanceof Error && error.stack !== undefined ? error.stack : errorText(error);
}
