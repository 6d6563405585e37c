/**
 * Puts a terminal right after a program that may have left it in any mode: alternate screen, scroll region, mouse,
 * bracketed paste, application keys, hidden cursor, colours, an open link. The cursor is saved first so that leaving an
 * alternate screen that was never entered does not move it.
 */
export const RESET_MODES = [
  '\x1b7\x1b[?1049l',
  '\x1b[!p',
  '\x1b[?1;9;1000;1002;1003;1004;1005;1006;1015;2004l',
  '\x1b>\x1b[?25h\x1b[0m',
  '\x1b]8;;\x1b\\',
].join('');

/** Empties a terminal, its scrollback included. */
export const RESET_SCREEN = '\x1bc';

/** What a snapshot has in it exactly if it ends on the alternate screen, where a line of ours would be in the way. */
export const ENTER_ALTERNATE_SCREEN = '\x1b[?1049h';
