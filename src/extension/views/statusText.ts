import type { ProcessCounts } from '../model/processStates.ts';

/** As wide as a digit, so that the item does not move its neighbours when a count gets a second digit. */
const FIGURE_SPACE = '\u2007';

/** What the status bar shows and says. */
export interface StatusText {
  text: string;
  spoken: string;
}

/** The status bar's text for these counts. */
export function statusText({ active, failed, starting }: ProcessCounts): StatusText {
  const icon = starting > 0 ? '$(loading~spin)' : '$(server-process)';
  const failures = failed === 0 ? '' : ` · ${pad(failed)} failed`;
  return {
    text: `${icon} ${pad(active)} running${failures}`,
    spoken: `Procession: ${active} running${failed === 0 ? '' : `, ${failed} failed`}`,
  };
}

function pad(count: number): string {
  return String(count).padStart(2, FIGURE_SPACE);
}
