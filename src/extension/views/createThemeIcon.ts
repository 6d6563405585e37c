import * as vscode from 'vscode';
import type { StateIcon } from './processRow.ts';

/** VS Code's own object for an icon and its colour. */
export function createThemeIcon({ id, color }: StateIcon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}
