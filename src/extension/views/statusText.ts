import type { ProcessCounts } from '../model/processStates.ts';

/** As wide as a digit: room for a second digit is kept at the end, so that the item does not push its neighbours. */
const FIGURE_SPACE = '\u2007';

/** What the status bar shows and says. */
export interface StatusText {
  text: string;
  spoken: string;
}

/** The status bar's text for these counts. */
export function statusText({ active, failed, starting }: ProcessCounts): StatusText {
  const icon = starting > 0 ? '$(loading~spin)' : '$(server-process)';
  const running = `${active} running`;
  if (failed === 0) return { text: `${icon} ${running}${roomFor(active)}`, spoken: `Procession: ${running}` };
  return {
    text: `${icon} ${running} · ${failed} failed${roomFor(active)}${roomFor(failed)}`,
    spoken: `Procession: ${running}, ${failed} failed`,
  };
}

function roomFor(count: number): string {
  return count < 10 ? FIGURE_SPACE : '';
}
