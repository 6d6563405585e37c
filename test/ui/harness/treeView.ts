import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';

/** A row of a tree view as it is shown and as a screen reader names it. */
export interface TreeItem {
  readonly label: string;
  readonly description: string;
  readonly ariaLabel: string;
  /** 1 for the rows at the top. */
  readonly level: number;
  /** Absent for a row that has nothing below it. */
  readonly expanded?: boolean;
}

interface TreeItemActionTarget {
  readonly viewTitle: string;
  readonly label: string;
  readonly actionTitle: string;
}

export async function treeItems(page: Page, viewTitle: string): Promise<TreeItem[]> {
  return await rows(page, viewTitle).evaluateAll((elements) =>
    elements.map((element) => {
      const expanded = element.getAttribute('aria-expanded');
      return {
        label: element.querySelector('.label-name')?.textContent ?? '',
        description: element.querySelector('.label-description')?.textContent ?? '',
        ariaLabel: element.getAttribute('aria-label') ?? '',
        level: Number(element.getAttribute('aria-level')),
        ...(expanded === null ? {} : { expanded: expanded === 'true' }),
      };
    }),
  );
}

export async function clickTreeItem(page: Page, viewTitle: string, label: string): Promise<void> {
  await row(page, viewTitle, label).click();
}

export async function treeItemAction(page: Page, target: TreeItemActionTarget): Promise<void> {
  const targetRow = row(page, target.viewTitle, target.label);
  await targetRow.hover();
  await targetRow.getByRole('button', { name: target.actionTitle }).click();
}

export async function pickFromTreeItemMenu(page: Page, target: TreeItemActionTarget): Promise<void> {
  await row(page, target.viewTitle, target.label).click({ button: 'right' });
  const entry = page.getByRole('menuitem', { name: target.actionTitle });
  await entry.waitFor();
  // A menu takes no clicks in its first 100 ms, lest the click that opened it also chooses.
  await eventually(
    async () => {
      if (await entry.isVisible()) {
        await entry.click();
      }
      return await entry.isHidden();
    },
    { description: `the menu of "${target.label}" takes "${target.actionTitle}"` },
  );
}

function row(page: Page, viewTitle: string, label: string): Locator {
  const labelled = page.locator('.label-name').getByText(label, { exact: true });
  return rows(page, viewTitle).filter({ has: labelled }).first();
}

function rows(page: Page, viewTitle: string): Locator {
  const header = page.locator(`.pane-header[aria-label^="${viewTitle}"]`);
  return page.locator('.pane').filter({ has: header }).locator('.monaco-list-row');
}
