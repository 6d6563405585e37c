import type { ProcessInfo } from '../../protocol/process.ts';

/** Which output a log document shows. Its whole identity: a document that is opened again after a reload has nothing else. */
export interface LogTarget {
  readonly processId: string;
  /** The one run it is about; without it, all of them. */
  readonly run?: number;
  /** Where the output begins that it is about. */
  readonly from: number;
  /** A place that has to be in it, for output that is too large to be shown as a whole. */
  readonly around?: number;
}

/** The parts of a URI that name a target. */
export interface LogAddress {
  readonly path: string;
  readonly query: string;
}

/** Longest part of a title in a file's name, in characters: what a tab can show. */
const MAX_NAME_CHARS = 40;

/** The name of a file for the log of a process, or of one of its runs. */
export function logFileName({ title }: Pick<ProcessInfo, 'title'>, run?: number): string {
  // Much of a command line is no good in a file's name, and some of it is impossible.
  const name = title
    .replaceAll(/[^\p{L}\p{N}._+=@,-]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_CHARS)
    .trimEnd();
  return `${name === '' ? 'process' : name}${run === undefined ? '' : ` (run ${run})`}.log`;
}

/** Names a target; the path is what people see of it. */
export function logAddress(process: Pick<ProcessInfo, 'title'>, target: LogTarget): LogAddress {
  const { processId, run, from, around } = target;
  const query = new URLSearchParams({ processId, from: String(from) });
  if (run !== undefined) query.set('run', String(run));
  if (around !== undefined) query.set('around', String(around));
  const name = logFileName(process, run);
  // Else it would look like the other document, with the end of the same log.
  const path = around === undefined ? `/${name}` : `/${name.replace(/\.log$/, ' (part).log')}`;
  return { path, query: query.toString() };
}

/** Reads what `logAddress` has written; nothing if it is not that. */
export function parseLogQuery(query: string): LogTarget | undefined {
  const params = new URLSearchParams(query);
  const processId = params.get('processId');
  const from = readCount(params.get('from'));
  if (processId === null || processId === '' || from === undefined) return undefined;
  const run = readCount(params.get('run'));
  const around = readCount(params.get('around'));
  return {
    processId,
    from,
    ...(run === undefined ? {} : { run }),
    ...(around === undefined ? {} : { around }),
  };
}

function readCount(text: string | null): number | undefined {
  if (text === null || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}
