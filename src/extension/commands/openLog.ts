import * as vscode from 'vscode';
import type { ProcessInfo } from '../../protocol/process.ts';
import { shorten } from '../format/shorten.ts';
import { LOG_SCHEME } from '../logs/logFiles.ts';
import { revealEnd } from '../logs/endKeeper.ts';
import { logAddress, type LogTarget } from '../logs/logTarget.ts';
import type { ProcessCommand } from './processCommand.ts';

/** Shows the output of a process as a document that follows it. */
export const openLog: ProcessCommand = {
  verb: 'open the log of',
  fits: () => true,
  nothing: 'there is no process yet.',
  run: async ({ logs }, process) => {
    const target = await askTarget(process);
    if (target === undefined) return;
    const uri = logUri(process, target);
    await logs.refresh(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    revealEnd(await vscode.window.showTextDocument(document, { preview: false }));
  },
};

/** The document of a target. */
export function logUri(process: Pick<ProcessInfo, 'title'>, target: LogTarget): vscode.Uri {
  return vscode.Uri.from({ scheme: LOG_SCHEME, ...logAddress(process, target) });
}

/** Which runs are meant is only a question where there is more than one. */
async function askTarget({ id, title, run, runCursor }: ProcessInfo): Promise<LogTarget | undefined> {
  const all: LogTarget = { processId: id, from: 0 };
  if (run <= 1) return all;
  const current: LogTarget = { processId: id, run, from: runCursor };
  const items = [
    { label: `Run ${run}`, description: 'the last one', target: current },
    { label: 'All Runs', description: 'as far as their output is kept', target: all },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Procession: the log of “${shorten(title)}”`,
  });
  return picked?.target;
}
