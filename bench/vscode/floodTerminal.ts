import { setTimeout as pause } from 'node:timers/promises';
import type { Procession } from '../../test/ui/openProcession.ts';

const FLOOD = 'yes "0123456789 The quick brown fox jumps over the lazy dog, and does so again and again."';

/** How long a flood runs before it is interrupted, in milliseconds: by then everything on its way is full. */
const FLOOD_MS = 1_000;

/** Longest wait for a command, in milliseconds. */
const LIMIT_MS = 300_000;

/** The terminal in use, with a shell in it. Times are taken in the page itself, from the key to what the screen shows. */
export class FloodTerminal {
  private readonly procession: Procession;

  constructor(procession: Procession) {
    this.procession = procession;
  }

  /** Runs a command line; resolves with the milliseconds until its last output shows. */
  async timeCommand(line: string, end: RegExp): Promise<number> {
    const { workbench } = this.procession;
    await workbench.typeInTerminal(line);
    return this.time('Enter', end);
  }

  /** Interrupts a flood; resolves with the milliseconds until the prompt is back. */
  async timeInterrupt(): Promise<number> {
    const { workbench } = this.procession;
    await workbench.typeInTerminal(`clear; ${FLOOD}\n`);
    await this.procession.showsInTerminal(/quick brown fox/);
    await pause(FLOOD_MS);
    return this.time('Control+c', /(?:^|\n)[^\n]*ready> ?$/);
  }

  async kill(): Promise<void> {
    await this.procession.workbench.runCommand('Terminal: Kill the Active Terminal Instance');
  }

  private async time(key: string, end: RegExp): Promise<number> {
    const { page } = this.procession.workbench;
    const timed = page.evaluate<number>(watchScreen(end));
    await this.procession.workbench.pressInTerminal(key);
    return timed;
  }
}

/** Waits in the page for a key to go down and for what is looked for to show; gives the time between. */
function watchScreen(end: RegExp): string {
  return `new Promise((resolve, reject) => {
    const end = ${String(end)};
    const find = () => [...document.querySelectorAll('.terminal-wrapper.active')].find((each) => each.offsetParent !== null)?.xterm;
    const text = () => {
      const xterm = find();
      if (!xterm) return '';
      const { active } = xterm.buffer;
      const lines = [];
      for (let row = 0; row < xterm.rows; row += 1) lines.push(active.getLine(active.baseY + row)?.translateToString(true) ?? '');
      return lines.join('\\n').trimEnd();
    };
    const onKey = (event) => {
      if (event.key === 'Control') return;
      document.removeEventListener('keydown', onKey, true);
      const startedMs = performance.now();
      const look = () => {
        const tookMs = performance.now() - startedMs;
        if (end.test(text())) resolve(tookMs);
        else if (tookMs > ${LIMIT_MS}) reject(new Error('It does not show: ' + text()));
        else setTimeout(look, 4);
      };
      setTimeout(look, 4);
    };
    document.addEventListener('keydown', onKey, true);
  })`;
}
