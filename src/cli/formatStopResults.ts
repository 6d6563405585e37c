import type { ProcessInfo } from '../protocol/process.ts';
import { plainText } from './plainText.ts';

/** What became of one word of `procession stop`; its JSON form is what `--json` prints. */
export type StopResult =
  | { readonly target: string; readonly ok: true; readonly hadEnded: boolean; readonly process: ProcessInfo }
  | {
      readonly target: string;
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string };
      readonly process?: ProcessInfo;
      /** Those that the word could mean. */
      readonly matches?: readonly ProcessInfo[];
    };

/** The results for people: what was done, and what was not. */
export function formatStopResults(results: readonly StopResult[]): { text: string; complaints: string } {
  const text = results.map((result) => (result.ok ? done(result.process, result.hadEnded) : ''));
  const complaints = results.map((result) => (result.ok ? '' : complaint(result)));
  return { text: text.join(''), complaints: complaints.join('') };
}

function done(process: ProcessInfo, hadEnded: boolean): string {
  return `${plainText(process.title)} (${process.id}) ${hadEnded ? 'had already ended' : 'is stopped'}.\n`;
}

function complaint({ error, matches = [] }: Extract<StopResult, { ok: false }>): string {
  const lines = matches.map(
    ({ id, title, pid }) => `  ${id}  ${plainText(title)}${pid === undefined ? '' : ` (pid ${pid})`}\n`,
  );
  return `procession: ${error.message}\n${lines.join('')}`;
}
