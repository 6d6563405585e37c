import type { RunnerConnection } from '../../src/client/runnerConnection.ts';
import type { ProcessInfo } from '../../src/protocol/process.ts';
import { makeProcessInfo } from './makeProcessInfo.ts';

/** A runner that has one process with this output, the first `lost` bytes of which are not kept any more. */
export class FakeLog implements Pick<RunnerConnection, 'request'> {
  output = Buffer.alloc(0);
  lost = 0;
  info: Partial<ProcessInfo> = {};
  /** How much an answer brings at most, so that a log comes in many. */
  answerBytes = 7;
  reads = 0;

  constructor(text: string | Buffer = '') {
    this.print(text);
  }

  print(text: string | Buffer): void {
    this.output = Buffer.concat([this.output, Buffer.from(text)]);
  }

  readonly request = ((method: string, params: { from: number; maxBytes: number }) => {
    if (method === 'process/get')
      return Promise.resolve(makeProcessInfo({ endCursor: this.output.length, ...this.info }));
    return Promise.resolve(this.read(params));
  }) as RunnerConnection['request'];

  private read({ from, maxBytes }: { from: number; maxBytes: number }): unknown {
    this.reads += 1;
    const start = Math.max(from, this.lost);
    const cursor = Math.min(start + Math.min(maxBytes, this.answerBytes), this.output.length);
    return {
      content: this.output.subarray(start, cursor).toString('base64'),
      encoding: 'base64',
      cursor,
      endCursor: this.output.length,
      ...(start > from ? { skippedBytes: start - from } : {}),
    };
  }
}
