import * as vscode from 'vscode';

/** What a terminal does that its process is too fast for: it skips to the end of the output, or the process waits. */
export type WhenSlow = 'skip' | 'pause';

/** What the person has chosen, as it is now. */
export function whenSlow(): WhenSlow {
  const chosen = vscode.workspace.getConfiguration('procession').get('output.whenSlow');
  return chosen === 'pause' ? 'pause' : 'skip';
}
