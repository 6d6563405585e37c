import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import { formatBytes } from '../format/formatBytes.ts';
import type { LogTarget } from './logTarget.ts';
import { LogText, type LogTextLimits } from './logText.ts';
import { readLog } from '../../client/readLog.ts';

/**
 * How much of a log an editor gets. Each refresh brings all of the text anew to VS Code, so more would come rarely and
 * late; and ten megabytes are more than anybody reads.
 */
const LOG_LIMITS: LogTextLimits = { maxBytes: 12_500_000, keptBytes: 10_000_000 };

/** How much before a place that was asked for is shown with it, in bytes. */
const BEFORE_PLACE_BYTES = 1_000_000;

const LINE_FEED = 0x0a;

/** The text of one log document, brought up to date when somebody looks at it. */
export class LogDocument {
  private readonly target: LogTarget;
  private readonly limits: LogTextLimits;
  private text: LogText | undefined;
  /** Where the text ends for good: a later run has begun, or no more fits behind the place that was asked for. */
  private until = Infinity;
  /** How much there is behind a place that was asked for and is not shown. */
  private newerBytes = 0;

  constructor(target: LogTarget, limits: LogTextLimits = LOG_LIMITS) {
    this.target = target;
    this.limits = limits;
  }

  /** Reads what has been printed since the last time; resolves with whether that was anything. */
  async update(connection: Pick<RunnerConnection, 'request'>): Promise<boolean> {
    const { processId, run } = this.target;
    const process = await connection.request('process/get', { processId });
    if (run !== undefined && process.run !== run) this.until = Math.min(this.until, process.runCursor);
    const text = (this.text ??= this.begin(process));
    const range = { processId, from: text.cursor, until: Math.min(this.until, process.endCursor) };
    let hasGrown = false;
    for await (const piece of readLog(connection, range)) {
      text.push(piece);
      hasGrown = true;
    }
    return this.countNewer(process) || hasGrown;
  }

  /** The text as it is, as UTF-8. */
  content(): Buffer {
    const text = this.text?.content() ?? Buffer.alloc(0);
    if (this.newerBytes === 0) return text;
    const newer = `… Newer output: ${formatBytes(this.newerBytes)} are left out here …`;
    return Buffer.concat([text, Buffer.from(text.at(-1) === LINE_FEED ? newer : `\n${newer}`)]);
  }

  /** The number of the line, from 0, that holds the byte at this cursor; nothing if that is not in the text. */
  lineAt(cursor: number): number | undefined {
    return this.text?.lineAt(cursor);
  }

  /** Whether that is the first there is to tell of it; the number then changes only when something else does. */
  private countNewer({ endCursor }: ProcessInfo): boolean {
    if (this.target.around === undefined || this.target.run !== undefined || endCursor <= this.until)
      return false;
    const isNews = this.newerBytes === 0;
    this.newerBytes = endCursor - this.until;
    return isNews;
  }

  private begin({ endCursor }: ProcessInfo): LogText {
    const { from, around } = this.target;
    const { keptBytes } = this.limits;
    const end = Math.min(endCursor, this.until);
    const wanted = around === undefined ? end - keptBytes : around - BEFORE_PLACE_BYTES;
    const cursor = Math.max(from, wanted);
    if (around !== undefined) this.until = Math.min(this.until, cursor + keptBytes);
    return new LogText(this.limits, { cursor, leftOutBytes: cursor - from });
  }
}
