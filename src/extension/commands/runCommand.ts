import * as vscode from 'vscode';
import type { ProcessInfo, ProcessSpec } from '../../protocol/process.ts';
import { answerInTime } from '../runner/answerInTime.ts';
import type { JoinedSession } from '../runner/runnerLink.ts';
import type { TerminalSize } from '../terminals/sizeReporter.ts';
import type { ExtensionWindow } from '../window.ts';
import { askCommandLine } from './askCommandLine.ts';

/** Longest name of a process, in characters: the protocol's limit. */
const MAX_NAME_CHARS = 200;

/** Runs a command line in a new terminal: the one that a key binding brings (`{"line": …}`), else one it asks for. */
export async function runCommand(window: ExtensionWindow, argument?: unknown): Promise<void> {
  try {
    const folder = await askFolder();
    if (folder === 'none chosen') return;
    const askLine = (): Promise<string | undefined> =>
      askCommandLine(window.history, folder?.name ?? 'your home folder');
    const line = givenLine(argument) ?? (await askLine());
    if (line === undefined) return;
    const joined = await joinRunner(window);
    await window.history.add(line);
    const spawn = (size: TerminalSize): Promise<ProcessInfo> =>
      spawnProcess(window, joined, createSpec(line, { folder, size, joined }));
    window.terminals.openNew(line, spawn);
  } catch (error) {
    window.notices.report('run the command', error);
  }
}

function givenLine(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('line' in argument)) return undefined;
  const { line } = argument;
  return typeof line === 'string' && line.trim() !== '' ? line.trim() : undefined;
}

/** The folder to run in; asked for only where there is a choice. */
async function askFolder(): Promise<vscode.WorkspaceFolder | 'none chosen' | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0];
  const placeHolder = 'Procession: in which folder?';
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder })) ?? 'none chosen';
}

/** The first command starts the runner, which takes a moment that is worth a sign. */
async function joinRunner({ link }: ExtensionWindow): Promise<JoinedSession> {
  const location = vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title: 'Starting the Procession runner' }, () =>
    link.ensure(),
  );
}

interface SpecContext {
  folder: vscode.WorkspaceFolder | undefined;
  size: TerminalSize;
  joined: JoinedSession;
}

function createSpec(line: string, { folder, size, joined }: SpecContext): ProcessSpec {
  const { terminals } = joined.connection.greeting.capabilities;
  return {
    command: line,
    adapter: 'shell',
    name: line.slice(0, MAX_NAME_CHARS),
    ...(folder === undefined ? {} : { cwd: folder.uri.fsPath }),
    ...(terminals ? { interactive: true, ...size } : {}),
    baseEnv: definedOnly(process.env),
  };
}

async function spawnProcess(
  { clock, model, notices }: ExtensionWindow,
  { connection, session }: JoinedSession,
  spec: ProcessSpec,
): Promise<ProcessInfo> {
  try {
    const answer = connection.request('process/spawn', { sessionId: session.id, spec });
    const process = await answerInTime(clock, answer);
    model.learn(process);
    return process;
  } catch (error) {
    notices.report(`run “${spec.command}”`, error);
    throw error;
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== '',
    ),
  );
}
