import * as vscode from 'vscode';
import { commandLine } from '../format/commandLine.ts';
import type { ProcessCommand } from './processCommand.ts';

/** Puts the command line of a process on the clipboard. */
export const copyCommandLine: ProcessCommand = {
  verb: 'copy the command line of',
  fits: () => true,
  nothing: 'there is no process yet.',
  run: async (_window, process) => {
    await vscode.env.clipboard.writeText(commandLine(process));
  },
};
