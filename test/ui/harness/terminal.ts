import type { Locator, Page } from 'playwright-core';

/** What the tests use of the xterm.js terminal that VS Code hangs on its terminals' elements. */
interface Xterm {
  readonly rows: number;
  readonly cols: number;
  readonly buffer: {
    readonly active: {
      readonly viewportY: number;
      getLine(index: number): { translateToString(trimRight: boolean): string } | undefined;
    };
  };
}

export async function terminalText(page: Page): Promise<string> {
  const lines = await terminal(page).evaluate(
    (element) => {
      const { buffer, rows } = (element as HTMLElement & { xterm: Xterm }).xterm;
      const { active } = buffer;
      return Array.from({ length: rows }, (_, row) => {
        return active.getLine(active.viewportY + row)?.translateToString(true) ?? '';
      });
    },
    undefined,
    { timeout: lookTimeoutMs },
  );
  return lines.join('\n').replace(/\n+$/, '');
}

export async function terminalSize(page: Page): Promise<{ columns: number; rows: number }> {
  return await terminal(page).evaluate(
    (element) => {
      const { cols, rows } = (element as HTMLElement & { xterm: Xterm }).xterm;
      return { columns: cols, rows };
    },
    undefined,
    { timeout: lookTimeoutMs },
  );
}

export async function typeInTerminal(page: Page, text: string): Promise<void> {
  await focusTerminal(page);
  await page.keyboard.type(text);
}

export async function pressInTerminal(page: Page, key: string): Promise<void> {
  await focusTerminal(page);
  await page.keyboard.press(key);
}

/** Focuses without a click, which a program with mouse support would take for itself. */
async function focusTerminal(page: Page): Promise<void> {
  await terminal(page).locator('.xterm-helper-textarea').focus();
}

/** The terminal with the focus if there is one, else the first that is to be seen. */
function terminal(page: Page): Locator {
  const visible = page.locator('.terminal-wrapper.active:visible');
  return visible.and(page.locator(':focus-within')).or(visible).first();
}

/** Who looks at the screen repeats it anyway; without a terminal the look itself should say so. */
const lookTimeoutMs = 1_000;
