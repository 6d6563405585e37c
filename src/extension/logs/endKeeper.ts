import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';

/** Keeps the end in sight of editors whose document grows, for whoever has it in sight already. */
export class EndKeeper implements Disposable {
  private readonly store = new DisposableStore();
  private readonly followers = new Set<vscode.TextEditor>();

  constructor(scheme: string) {
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === scheme) this.showEnd(document);
      }),
    );
  }

  /** Remembers who sees the end now. Afterwards it would be too late: what has been added is out of sight. */
  willGrow(uri: vscode.Uri): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === uri.toString() && seesEnd(editor)) this.followers.add(editor);
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private showEnd(document: vscode.TextDocument): void {
    for (const editor of this.followers) {
      if (editor.document !== document) continue;
      this.followers.delete(editor);
      revealEnd(editor);
    }
  }
}

/** Scrolls to the last line. The cursor stays where it is: somebody may be selecting. */
export function revealEnd(editor: vscode.TextEditor): void {
  const { end } = editor.document.lineAt(editor.document.lineCount - 1).range;
  editor.revealRange(new vscode.Range(end.line, 0, end.line, 0));
}

function seesEnd({ document, visibleRanges }: vscode.TextEditor): boolean {
  return (visibleRanges.at(-1)?.end.line ?? 0) >= document.lineCount - 1;
}
