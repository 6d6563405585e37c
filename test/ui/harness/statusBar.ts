import type { Locator, Page } from 'playwright-core';

export interface StatusBarItem {
  /** The text without its icons. */
  readonly text: string;
  readonly ariaLabel: string;
}

export async function statusBarItem(page: Page, match: string | RegExp): Promise<StatusBarItem | undefined> {
  const items = await itemLocator(page).evaluateAll((elements) =>
    elements.map((element) => ({
      text: element.textContent.trim(),
      ariaLabel: element.getAttribute('aria-label') ?? '',
    })),
  );
  const matches = (text: string): boolean =>
    typeof match === 'string' ? text.includes(match) : match.test(text);
  return items.find(({ text, ariaLabel }) => matches(text) || matches(ariaLabel));
}

export async function clickStatusBarItem(page: Page, match: string | RegExp): Promise<void> {
  await itemLocator(page).filter({ hasText: match }).first().click();
}

function itemLocator(page: Page): Locator {
  return page.locator('.statusbar-item:visible');
}
