import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { RUNNER_LOG_NAME } from '../../protocol/runnerFile.ts';
import type { ExtensionWindow } from '../window.ts';

/** Shows the runner's log at its end, not to be edited; the extension's own log if no runner has written any. */
export async function showLog({ stateDir, log, notices }: ExtensionWindow): Promise<void> {
  const file = path.join(stateDir(), RUNNER_LOG_NAME);
  if (!(await exists(file))) {
    log.show();
    return;
  }
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    const end = document.lineAt(document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(end, end);
    editor.revealRange(editor.selection);
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
  } catch (error) {
    notices.report("show the runner's log", error);
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    // For whatever reason: it cannot be shown, and the other log can.
    return false;
  }
}
