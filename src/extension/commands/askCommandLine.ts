import * as vscode from 'vscode';
import type { CommandHistory } from './commandHistory.ts';
import { commandChoices } from './commandChoices.ts';

const FORGET: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('close'),
  tooltip: 'Forget This Command',
};

type Item = vscode.QuickPickItem & { line: string };

/** Asks for a command line: typed, or one that was run before. Resolves with nothing if the person turned away. */
export function askCommandLine(history: CommandHistory, folder: string): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = `Procession: run a command in ${folder}`;
  pick.placeholder = 'Type a command line, such as npm run dev';
  const refresh = (): void => {
    pick.items = commandChoices(pick.value, history.lines).map(createItem);
  };
  refresh();
  return new Promise((resolve) => {
    pick.onDidChangeValue(refresh);
    pick.onDidTriggerItemButton(async ({ item }) => {
      await history.remove(item.line);
      refresh();
    });
    pick.onDidAccept(() => {
      const line = (pick.selectedItems[0]?.line ?? pick.value).trim();
      // Nothing was typed and nothing chosen: the question stays.
      if (line === '') return;
      resolve(line);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function createItem({ line, isTyped }: { line: string; isTyped: boolean }): Item {
  const iconPath = new vscode.ThemeIcon(isTyped ? 'play' : 'history');
  return { label: line, line, iconPath, ...(isTyped ? {} : { buttons: [FORGET] }) };
}
