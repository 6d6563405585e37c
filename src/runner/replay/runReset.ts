/**
 * What a terminal gets between two runs: the sequence that the first one may have left unfinished is cancelled, and every
 * mode it may have left on is undone. The cursor is saved first so that leaving an alternate screen that was never
 * entered does not move it. The extension does the same to the terminals that it shows.
 */
export const RUN_RESET: Uint8Array = Buffer.from(
  [
    '\x18\x1b7\x1b[?1049l',
    '\x1b[!p',
    '\x1b[?5;2031;2048;9001l',
    '\x1b>\x1b[?25h\x1b[0m',
    '\x1b]8;;\x07',
  ].join(''),
);
