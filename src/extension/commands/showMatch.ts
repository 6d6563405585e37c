import * as vscode from 'vscode';
import { delay } from '../../base/clock.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { SearchMatch } from '../../protocol/search.ts';
import type { LogTarget } from '../logs/logTarget.ts';
import { matchPlace } from '../search/matchPlace.ts';
import type { ExtensionWindow } from '../window.ts';
import { logUri } from './openLog.ts';

/** How often, and how many times, an editor is asked whether it has the line already, in milliseconds. */
const LOOK_EVERY_MS = 50;
const LOOKS = 60;

/** Opens the log that a match is in, with the match selected: the end of the log where it is in that, else that place. */
export async function showMatch(
  window: Pick<ExtensionWindow, 'clock' | 'logs'>,
  connection: RunnerConnection,
  match: SearchMatch,
): Promise<void> {
  const { processId, cursor } = match;
  const process = await connection.request('process/get', { processId });
  const end: LogTarget = { processId, from: 0 };
  for (const target of [end, { ...end, around: cursor }]) {
    const uri = logUri(process, target);
    const line = (await window.logs.refresh(uri)).lineAt(cursor);
    if (line === undefined) continue;
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    await hasLine(window, document, line);
    select(editor, Math.min(line, document.lineCount - 1), match);
    return;
  }
  throw new Error('This line is not kept any more.');
}

/** A document that was open already gets what has been read a moment later. */
async function hasLine(
  { clock }: Pick<ExtensionWindow, 'clock'>,
  document: vscode.TextDocument,
  line: number,
): Promise<void> {
  for (let look = 0; look < LOOKS && document.lineCount <= line; look++) await delay(clock, LOOK_EVERY_MS);
}

function select(editor: vscode.TextEditor, line: number, match: SearchMatch): void {
  const { start, end } = matchPlace(editor.document.lineAt(line).text, match);
  editor.selection = new vscode.Selection(line, start, line, end);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
}
