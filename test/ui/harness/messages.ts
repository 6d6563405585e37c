import type { Page } from 'playwright-core';

export async function notifications(page: Page): Promise<string[]> {
  return await page.locator('.notification-toast .notification-list-item-message').allTextContents();
}

export async function clickNotificationButton(page: Page, title: string): Promise<void> {
  await page.locator('.notification-toast').getByRole('button', { name: title, exact: true }).first().click();
}

export async function answerDialog(page: Page, button: string): Promise<void> {
  await page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
}
