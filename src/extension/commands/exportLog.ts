import path from 'node:path';
import * as vscode from 'vscode';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import { formatBytes } from '../format/formatBytes.ts';
import { shorten } from '../format/shorten.ts';
import { exportLog as writeLog, type ExportResult } from '../logs/exportLog.ts';
import { logFileName } from '../logs/logTarget.ts';
import { reachConnection } from '../runner/reachRunner.ts';
import type { ExtensionWindow } from '../window.ts';
import type { ProcessCommand } from './processCommand.ts';

const OPEN = 'Open';

/** Output that takes long enough to be exported that one may want to cancel it, in bytes. */
const LARGE_BYTES = 10_000_000;

const FORMS = [
  { label: 'Plain Text', description: 'as it was displayed, without escape sequences', form: 'text' },
  { label: 'Raw', description: 'every byte as it was printed, with colours', form: 'raw' },
] as const;

type Form = (typeof FORMS)[number]['form'];

/** Saves all the output that is kept of a process, over all its runs, to a file. */
export const exportLog: ProcessCommand = {
  verb: 'export the log of',
  fits: () => true,
  nothing: 'there is no process yet.',
  run: async (window, process) => {
    const title = `Procession: export the log of “${shorten(process.title)}”`;
    const form = (await vscode.window.showQuickPick(FORMS, { title }))?.form;
    if (form === undefined) return;
    const file = await askFile(process);
    if (file === undefined) return;
    const result = await saveWithProgress(window, process, { form, file: file.fsPath });
    if (result !== undefined) tellResult(window, file, result);
  },
};

async function askFile(process: ProcessInfo): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = logFileName(process, process.run > 1 ? process.run : undefined);
  const file = await vscode.window.showSaveDialog({
    defaultUri: folder === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(folder, name),
    filters: { Log: ['log', 'txt'], 'All Files': ['*'] },
    title: `Export the Log of “${shorten(process.title)}”`,
  });
  if (file === undefined || file.scheme === 'file') return file;
  throw new Error('A log can only be saved to a disk of the machine that runs the processes.');
}

/** Resolves with nothing if the person has cancelled it. */
async function saveWithProgress(
  { link }: ExtensionWindow,
  { id, title }: ProcessInfo,
  { form, file }: { form: Form; file: string },
): Promise<ExportResult | undefined> {
  const connection = await reachConnection(link);
  // What is printed from now on does not belong to it: a process that goes on printing would never be saved.
  const { endCursor } = await connection.request('process/get', { processId: id });
  const options = {
    location: endCursor < LARGE_BYTES ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification,
    title: `Exporting the log of “${shorten(title)}”`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const { signal } = controller;
    let reported = 0;
    const onProgress = (done: number): void => {
      progress.report({ increment: (done - reported) * 100, message: `${Math.floor(done * 100)}%` });
      reported = done;
    };
    try {
      const range = { processId: id, from: 0, until: endCursor };
      return await writeLog(connection, { ...range, form, file, signal, onProgress });
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  });
}

function tellResult(
  { logger }: ExtensionWindow,
  file: vscode.Uri,
  { writtenBytes, lostBytes }: ExportResult,
): void {
  const lost = lostBytes === 0 ? '' : ` ${formatBytes(lostBytes)} of older output are not kept any more.`;
  const message = `Saved ${formatBytes(writtenBytes)} to ${path.basename(file.fsPath)}.${lost}`;
  const told = Promise.resolve(vscode.window.showInformationMessage(message, OPEN)).then(async (chosen) => {
    if (chosen === OPEN) await vscode.commands.executeCommand('vscode.open', file);
  });
  fireAndForget(told, 'Telling of an exported log', logger);
}
