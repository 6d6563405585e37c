import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';

export async function runCommand(page: Page, title: string): Promise<void> {
  const query = `>${title}`;
  await eventually(
    async () => {
      await openPalette(page);
      // An extension may bring the command only now: the list is made anew at each attempt.
      await inputBox(page).fill('>');
      await inputBox(page).fill(query);
      await row(page, title).click({ timeout: listTimeoutMs });
    },
    { description: `the palette offers the command "${title}"`, timeoutMs: commandTimeoutMs },
  );
  await waitUntilTaken(page, { value: query });
}

export async function answerQuickInput(page: Page, text: string): Promise<void> {
  await inputBox(page).fill(text);
  const step = await currentStep(page);
  await page.keyboard.press('Enter');
  await waitUntilTaken(page, step);
}

export async function pickQuickItem(page: Page, label: string): Promise<void> {
  await row(page).first().waitFor();
  await inputBox(page).fill(label);
  const step = await currentStep(page);
  await row(page, label).click();
  await waitUntilTaken(page, step);
}

export async function quickItems(page: Page): Promise<string[]> {
  await row(page).first().waitFor();
  const labels = await row(page).locator('.label-name').allTextContents();
  return labels.map((label) => label.trim());
}

async function openPalette(page: Page): Promise<void> {
  if (!(await isPalette(page))) {
    await page.keyboard.press('F1');
    await inputBox(page).waitFor({ timeout: listTimeoutMs });
  }
}

async function isPalette(page: Page): Promise<boolean> {
  return (await widget(page).isVisible()) && (await inputBox(page).inputValue()).startsWith('>');
}

interface Step {
  readonly value: string;
  readonly title?: string;
}

/** What tells one question from the next: they all come in the same widget. */
async function currentStep(page: Page): Promise<Step> {
  return {
    value: await inputBox(page).inputValue(),
    title: (await widget(page).locator('.quick-input-title, .quick-input-message').allTextContents()).join(
      '\n',
    ),
  };
}

/** Without this the next question's answer would be typed into the box of the last one. */
async function waitUntilTaken(page: Page, step: Step): Promise<void> {
  await eventually(
    async () => {
      if (!(await widget(page).isVisible())) {
        return true;
      }
      const now = await currentStep(page);
      if (now.value === step.value && (step.title === undefined || now.title === step.title)) {
        throw new Error(`The quick input still shows "${now.value}". ${now.title ?? ''}`);
      }
      return true;
    },
    { description: `the quick input takes "${step.value}"` },
  );
}

function widget(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

function inputBox(page: Page): Locator {
  return widget(page).locator('.quick-input-box input');
}

function row(page: Page, label?: string): Locator {
  const rows = widget(page).locator('.quick-input-list .monaco-list-row');
  return label === undefined ? rows : rows.filter({ has: page.getByText(label, { exact: true }) }).first();
}

/** One look at the list: longer than it takes to fill, short enough to look again a few times. */
const listTimeoutMs = 1_000;

/** An extension that starts while the machine is busy may take a while to bring its commands. */
const commandTimeoutMs = 30_000;
