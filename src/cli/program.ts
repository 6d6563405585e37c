import { Command, InvalidArgumentError, type CommanderError } from 'commander';
import { signalNameSchema, stopSpecSchema } from '../protocol/process.ts';
import { logs, type LogsOptions } from './commands/logs.ts';
import { ls, type LsOptions } from './commands/ls.ts';
import { run, type RunOptions } from './commands/run.ts';
import { stop, type StopOptions } from './commands/stop.ts';
import type { CliContext } from './cliContext.ts';

/** What the command line came to: a command to be run, or that commander has said all there is to say. */
export interface Program {
  readonly command: Command;
  /** The chosen command; set by parsing. */
  chosen: ((context: CliContext) => Promise<number>) | undefined;
}

type StopArguments = Partial<Omit<StopOptions, 'targets' | 'graceMs'>> & { readonly grace?: number };

/** A command line that makes no sense, with the command that was meant. */
export class UsageError extends Error {
  readonly commandPath: string;
  override readonly cause: CommanderError;

  constructor(commandPath: string, cause: CommanderError) {
    super(cause.message);
    this.name = 'UsageError';
    this.commandPath = commandPath;
    this.cause = cause;
  }
}

/** The command line's grammar. Parsing has no effect but to set `chosen`, or to throw a `UsageError`. */
export function createProgram(version: string): Program {
  const root = new Command('procession')
    .description(
      'Start, watch and really stop the commands of a folder. They are held by one runner per user.',
    )
    .version(version, '--version')
    .enablePositionalOptions();
  const program: Program = { command: root, chosen: undefined };
  prepare(root, 'procession');
  addRun(program);
  addLs(program);
  addLogs(program);
  addStop(program);
  return program;
}

function addRun(program: Program): void {
  const command = addCommand(program, 'run')
    .description('run a command as if it ran here')
    .usage('[options] [--] <command> [arguments...]')
    .argument('<command>', 'the program to execute')
    .argument('[arguments...]', 'its arguments, as they are')
    .option('--pty', 'give it a terminal')
    .option('--name <name>', 'what to call it; its command line if left out')
    .option('--cwd <folder>', 'run it there instead of here')
    .option('--keep', 'let it live on when this terminal closes')
    .passThroughOptions();
  command.action(() => {
    const [file = '', ...args] = command.args;
    const { pty = false, keep = false, ...rest } = command.optsWithGlobals<Partial<RunOptions>>();
    program.chosen = (context) => run(context, { ...rest, pty, keep, command: file, args });
  });
}

function addLs(program: Program): void {
  addCommand(program, 'ls')
    .description("show this folder's processes")
    .option('--all', 'show those of every folder')
    .option('--json', 'print JSON')
    .action((_options: object, self: Command) => {
      const { all = false, json = false, stateDir } = self.optsWithGlobals<Partial<LsOptions>>();
      program.chosen = (context) => ls(context, { all, json, stateDir });
    });
}

function addLogs(program: Program): void {
  addCommand(program, 'logs')
    .description('print what a process has printed, as far as it is kept')
    .usage('[options] <id or name>')
    .argument('<target>', 'an id, or the name of a process of this folder')
    .option('--all', 'look for the name in every folder')
    .option('-f, --follow', 'go on until the process has ended')
    .option('--tail <lines>', 'only the last lines', parseLineCount)
    .option('--grep <pattern>', 'only lines in which this regular expression is found')
    .action((target: string, _options: object, self: Command) => {
      const { all = false, follow = false, ...rest } = self.optsWithGlobals<Partial<LogsOptions>>();
      if (rest.grep !== undefined && (follow || rest.tail !== undefined))
        self.error('error: --grep goes with neither --follow nor --tail', { code: 'usage' });
      program.chosen = (context) => logs(context, { ...rest, target, all, follow });
    });
}

function addStop(program: Program): void {
  addCommand(program, 'stop')
    .description('end processes, and everything that grew from them')
    .usage('[options] <id or name>...')
    .argument('[targets...]', 'ids, or names of processes of this folder')
    .option('--all', 'look in every folder; without a name, stop everything')
    .option('--json', 'print JSON')
    .option('--signal <name>', 'ask with this signal instead of SIGTERM', parseSignal)
    .option('--grace <milliseconds>', 'how long it may take before it is killed', parseGrace)
    .action((targets: string[], _options: object, self: Command) => {
      const { all = false, json = false, grace, ...rest } = self.optsWithGlobals<StopArguments>();
      if (targets.length === 0 && !all)
        self.error('error: name at least one process, or --all', { code: 'usage' });
      program.chosen = (context) => stop(context, { ...rest, targets, all, json, graceMs: grace });
    });
}

function addCommand({ command: root }: Program, name: string): Command {
  return prepare(root.command(name), `procession ${name}`);
}

/** Every command takes the state directory, and throws instead of ending this program. */
function prepare(command: Command, commandPath: string): Command {
  return command
    .option('--state-dir <folder>', 'use the runner that keeps its state there')
    .exitOverride((error) => {
      throw new UsageError(commandPath, error);
    });
}

/** Accepts `TERM` and `term` for `SIGTERM`, as `kill` does. */
function parseSignal(text: string): string {
  const name = text.toUpperCase();
  const parsed = signalNameSchema.safeParse(name.startsWith('SIG') ? name : `SIG${name}`);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It must be the name of a signal, such as SIGINT.');
}

function parseLineCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of lines.');
}

function parseGrace(text: string): number {
  const parsed = stopSpecSchema.shape.graceMs.safeParse(text.trim() === '' ? NaN : Number(text));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It must be a number of milliseconds.');
}
