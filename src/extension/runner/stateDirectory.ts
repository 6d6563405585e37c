import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { defaultStateDir } from '../../client/stateDir.ts';

/** Where the runner keeps its state: what the setting says, else the place that all clients of this user agree on. */
export function stateDirectory(): string {
  const chosen = vscode.workspace.getConfiguration('procession').get<string>('stateDirectory', '');
  if (chosen !== '') return chosen;
  const homeDir = homedir();
  return defaultStateDir({ env: process.env, platform: process.platform, homeDir, currentDir: homeDir });
}
