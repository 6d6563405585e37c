import * as vscode from 'vscode';
import type { ProcessInfo } from '../../protocol/process.ts';
import { activeThenNewest } from '../model/processStates.ts';
import { createThemeIcon } from '../views/createThemeIcon.ts';
import { processRow } from '../views/processRow.ts';
import type { ExtensionWindow } from '../window.ts';
import type { ProcessCommand } from './processCommand.ts';

/** Asks for one of the processes that a command fits, running ones first. Resolves with nothing if there is none. */
export async function pickProcess(
  { model }: ExtensionWindow,
  { verb, fits, nothing }: Pick<ProcessCommand, 'verb' | 'fits' | 'nothing'>,
): Promise<ProcessInfo | undefined> {
  const items = model.all().filter(fits).sort(activeThenNewest).map(createItem);
  if (items.length === 0) {
    // A sentence in passing: it needs no answer, so nobody waits for it to be closed.
    vscode.window.setStatusBarMessage(`$(info) Procession: ${nothing}`, MESSAGE_MS);
    return undefined;
  }
  const title = `Procession: which process to ${verb}?`;
  const picked = await vscode.window.showQuickPick(items, {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.process;
}

/** Long enough to be read, in milliseconds. */
const MESSAGE_MS = 5_000;

function createItem(process: ProcessInfo): vscode.QuickPickItem & { process: ProcessInfo } {
  const { label, description, icon } = processRow(process, Date.now());
  return { label, description, detail: process.cwd, iconPath: createThemeIcon(icon), process };
}
