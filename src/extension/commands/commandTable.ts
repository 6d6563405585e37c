import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { ExtensionWindow } from '../window.ts';
import { copyCommandLine } from './copyCommandLine.ts';
import { exportLog } from './exportLog.ts';
import { killProcess } from './killProcess.ts';
import { openLog } from './openLog.ts';
import type { ProcessCommand } from './processCommand.ts';
import { removeEnded } from './removeEnded.ts';
import { removeProcess } from './removeProcess.ts';
import { restartProcess } from './restartProcess.ts';
import { runCommand } from './runCommand.ts';
import { runProcessCommand } from './runProcessCommand.ts';
import { runReadingCommand } from './runReadingCommand.ts';
import { searchOutput } from './searchOutput.ts';
import { showLog } from './showLog.ts';
import { showTerminal } from './showTerminal.ts';
import { stopProcess } from './stopProcess.ts';

/** Commands about one process, by their ids in the manifest. */
const processCommands: Readonly<Record<string, ProcessCommand>> = {
  'procession.stop': stopProcess,
  'procession.kill': killProcess,
  'procession.restart': restartProcess,
  'procession.showTerminal': showTerminal,
  'procession.remove': removeProcess,
  'procession.copyCommandLine': copyCommandLine,
};

/** Those that only read, which Restricted Mode allows too. */
const readingCommands: Readonly<Record<string, ProcessCommand>> = {
  'procession.openLog': openLog,
  'procession.exportLog': exportLog,
};

/** Commands about the window, by their ids in the manifest. */
const windowCommands: Readonly<
  Record<string, (window: ExtensionWindow, argument?: unknown) => Promise<void>>
> = {
  'procession.runCommand': runCommand,
  'procession.removeEnded': removeEnded,
  'procession.searchOutput': searchOutput,
  'procession.showLog': showLog,
};

/** Makes every command of the manifest work. */
export function registerCommands(window: ExtensionWindow): Disposable {
  const store = new DisposableStore();
  for (const [id, run] of Object.entries(windowCommands)) {
    store.add(vscode.commands.registerCommand(id, (argument: unknown) => run(window, argument)));
  }
  for (const [id, command] of Object.entries(processCommands)) {
    const run = (argument: unknown): Promise<void> => runProcessCommand(window, command, argument);
    store.add(vscode.commands.registerCommand(id, run));
  }
  for (const [id, command] of Object.entries(readingCommands)) {
    const run = (argument: unknown): Promise<void> => runReadingCommand(window, command, argument);
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}
