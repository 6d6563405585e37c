import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../../scripts/projectRoot.mjs';
import { eventually } from '../../helpers/eventually.ts';
import { answerDialog, clickNotificationButton, notifications } from './messages.ts';
import { answerQuickInput, pickQuickItem, quickItems, runCommand } from './quickInput.ts';
import { clickStatusBarItem, statusBarItem, type StatusBarItem } from './statusBar.ts';
import { pressInTerminal, terminalSize, terminalText, typeInTerminal } from './terminal.ts';
import { clickTreeItem, pickFromTreeItemMenu, treeItemAction, treeItems, type TreeItem } from './treeView.ts';

/**
 * A VS Code window as a person has it before them: what is done here is done with mouse and keyboard, what is
 * read is what the window shows. Every deed waits until it can be done, and fails with what stood in its way.
 */
export class Workbench {
  /** The page itself, for what has no word here, such as the frames of a webview. */
  readonly page: Page;
  readonly #dispose: () => Promise<void>;

  constructor(page: Page, dispose: () => Promise<void>) {
    this.page = page;
    this.#dispose = dispose;
  }

  /** Resolves when the layout and what was open before are there. Extensions may still be starting. */
  async waitUntilRestored(): Promise<void> {
    await this.page.waitForFunction(
      () => performance.getEntriesByName('code/LifecyclePhase/Restored').length > 0,
      undefined,
      { timeout: restoreTimeoutMs },
    );
  }

  /** Runs a command by its whole title in the palette, its category included. */
  runCommand(title: string): Promise<void> {
    return runCommand(this.page, title);
  }

  /** Answers an input box, or a quick pick that takes free text, and waits until the answer was taken. */
  answerQuickInput(text: string): Promise<void> {
    return answerQuickInput(this.page, text);
  }

  /** Picks the item with this label, which may be far down the list. */
  pickQuickItem(label: string): Promise<void> {
    return pickQuickItem(this.page, label);
  }

  /** The labels that the open quick pick shows now, the first screen of them. */
  quickItems(): Promise<string[]> {
    return quickItems(this.page);
  }

  /** The lines on the screen of the terminal in use, without the empty lines at the end. */
  terminalText(): Promise<string> {
    return terminalText(this.page);
  }

  /** The size of the terminal in use, in characters. */
  terminalSize(): Promise<{ columns: number; rows: number }> {
    return terminalSize(this.page);
  }

  /** Types into the terminal in use; a line feed is the Enter key. */
  typeInTerminal(text: string): Promise<void> {
    return typeInTerminal(this.page, text);
  }

  /** Presses one key or chord, such as `Control+c` or `ArrowUp`, in the terminal in use. */
  pressInTerminal(key: string): Promise<void> {
    return pressInTerminal(this.page, key);
  }

  /** The rows a tree view shows now, those scrolled out of sight left out. */
  treeItems(viewTitle: string): Promise<TreeItem[]> {
    return treeItems(this.page, viewTitle);
  }

  clickTreeItem(viewTitle: string, label: string): Promise<void> {
    return clickTreeItem(this.page, viewTitle, label);
  }

  /** Clicks one of the buttons that a row shows under the mouse, by its title. */
  treeItemAction(viewTitle: string, label: string, actionTitle: string): Promise<void> {
    return treeItemAction(this.page, { viewTitle, label, actionTitle });
  }

  /** Chooses from a row's context menu. */
  pickFromTreeItemMenu(viewTitle: string, label: string, actionTitle: string): Promise<void> {
    return pickFromTreeItemMenu(this.page, { viewTitle, label, actionTitle });
  }

  /** The first entry of the status bar whose text or accessible name matches, if there is one. */
  statusBarItem(match: string | RegExp): Promise<StatusBarItem | undefined> {
    return statusBarItem(this.page, match);
  }

  clickStatusBarItem(match: string | RegExp): Promise<void> {
    return clickStatusBarItem(this.page, match);
  }

  /** The messages of the notifications on the screen now, newest first. */
  notifications(): Promise<string[]> {
    return notifications(this.page);
  }

  clickNotificationButton(title: string): Promise<void> {
    return clickNotificationButton(this.page, title);
  }

  /** Answers the modal dialog with the button of this title. */
  answerDialog(button: string): Promise<void> {
    return answerDialog(this.page, button);
  }

  /** Opens a view container by its title in the activity bar; one that is open already stays. */
  async openViewContainer(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
    await eventually(
      async () => {
        if ((await tab.getAttribute('aria-selected')) !== 'true') {
          await tab.click();
        }
        return (await tab.getAttribute('aria-selected')) === 'true';
      },
      { description: `the view container "${title}" is open` },
    );
  }

  async resizeWindow(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
  }

  /**
   * Reloads the window with VS Code's own command, which saves its state first. The server and its processes stay.
   */
  async reload(): Promise<void> {
    await Promise.all([
      this.page.waitForEvent('domcontentloaded'),
      this.runCommand('Developer: Reload Window'),
    ]);
    await this.waitUntilRestored();
  }

  /** Keeps a picture of the window in `test/.artifacts`, for people to look at. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(projectRoot, 'test', '.artifacts', `${name}.png`) });
  }

  /** Closes the window, ends the server and the runner and forgets all state. A second call does nothing. */
  close(): Promise<void> {
    return this.#dispose();
  }
}

/** A few seconds on an idle machine. */
const restoreTimeoutMs = 60_000;
