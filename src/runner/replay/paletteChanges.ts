/** Most colours that are remembered: the palette, and foreground, background and cursor. */
const MAX_COLORS = 256 + 3;

/** Longer specifications of a colour than these do not exist. */
const MAX_SPEC_CHARS = 64;

/** The first of the dynamic colours (`OSC 10`, `11`, `12`); several in one sequence count up from it. */
const DYNAMIC = [10, 11, 12];

/** The colours that a program has given other values than the user's theme has. */
export class PaletteChanges {
  private readonly changes = new Map<string, string>();

  /** Takes an operating system command; returns whether it was about colours. */
  command(id: number, text: string): boolean {
    if (id === 4) this.setIndexed(text);
    else if (DYNAMIC.includes(id)) this.setDynamic(id, text);
    else if (id === 104) this.resetIndexed(text);
    else if (DYNAMIC.includes(id - 100)) this.changes.delete(String(id - 100));
    else return false;
    return true;
  }

  /** Sets the changed colours in a terminal that has none. */
  sequence(): string {
    return [...this.changes].map(([slot, spec]) => `\x1b]${slot};${spec}\x07`).join('');
  }

  private setIndexed(text: string): void {
    const parts = text.split(';');
    for (let at = 0; at + 1 < parts.length; at += 2) this.set(`4;${parts[at] ?? ''}`, parts[at + 1] ?? '');
  }

  private setDynamic(id: number, text: string): void {
    for (const [offset, spec] of text.split(';').entries()) {
      if (DYNAMIC.includes(id + offset)) this.set(String(id + offset), spec);
    }
  }

  private resetIndexed(text: string): void {
    const all = [...this.changes.keys()].filter((slot) => slot.startsWith('4;'));
    const slots = text === '' ? all : text.split(';').map((index) => `4;${index}`);
    for (const slot of slots) this.changes.delete(slot);
  }

  private set(slot: string, spec: string): void {
    // A question about a colour changes none.
    if (spec === '?' || spec.length > MAX_SPEC_CHARS || this.changes.size >= MAX_COLORS) return;
    this.changes.set(slot, spec);
  }
}
