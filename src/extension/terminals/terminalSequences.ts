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

/** Tells the terminal where its process works, so that relative paths in the output become links. */
export function workingDirectorySequence(cwd: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what has to be escaped
  const value = cwd.replace(/[\\;\x00-\x1f\x7f]/g, (char) => {
    return char === '\\' ? '\\\\' : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `\x1b]633;P;Cwd=${value}\x07`;
}
