import unicode from '@xterm/addon-unicode11';
import headless, { type Terminal } from '@xterm/headless';
import type { TerminalSize } from './replayJournal.ts';

/** Attributes as xterm.js packs them: a colour and flags in each number. */
export interface PackedAttributes {
  readonly fg: number;
  readonly bg: number;
  readonly extended: {
    readonly underlineColor: number;
    readonly underlineStyle: number;
    readonly urlId: number;
  };
}

/** What a buffer knows beside its lines. */
export interface BufferState {
  readonly x: number;
  readonly y: number;
  readonly ybase: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<string, boolean | undefined>>;
  readonly savedX: number;
  /** Counted from the top of the scrollback. */
  readonly savedY: number;
  readonly savedCurAttrData: PackedAttributes;
}

/** The parts of xterm.js that its interface does not show. The version is pinned, and the tests of replay use them all. */
interface TerminalInternals {
  readonly buffers: { readonly normal: BufferState; readonly alt: BufferState };
  readonly coreService: { readonly decPrivateModes: { readonly origin: boolean } };
  writeSync(data: string | Uint8Array): void;
  readonly unicodeService: { wcwidth(codePoint: number): number };
  readonly _inputHandler: { readonly _curAttrData: PackedAttributes };
  readonly _oscLinkService: {
    getLinkData(id: number): { readonly id?: string | undefined; readonly uri: string } | undefined;
  };
}

/** A terminal without a view that otherwise is as VS Code's terminals are. */
export function createScreenTerminal({ cols, rows }: TerminalSize, scrollback: number): Terminal {
  const terminal = new headless.Terminal({
    cols,
    rows,
    scrollback,
    // Clearing the screen moves what was on it to the scrollback, as VS Code has it.
    scrollOnEraseInDisplay: true,
    allowProposedApi: true,
    logLevel: 'off',
  });
  terminal.loadAddon(new unicode.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  return terminal;
}

/** Looks inside a terminal. */
export function internalsOf(terminal: Terminal): TerminalInternals {
  return (terminal as unknown as { readonly _core: TerminalInternals })._core;
}

/**
 * Writes to a terminal. Throws what its parser throws, which then is of no use any more: `write`, the public way, would
 * raise that from a timer, where it ends the process.
 */
export function writeToScreen(terminal: Terminal, data: string | Uint8Array): void {
  internalsOf(terminal).writeSync(data);
}
