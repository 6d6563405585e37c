import { Deferred } from '../../src/base/deferred.ts';
import type { OutputData } from '../../src/protocol/output.ts';
import type { ProcessInfo } from '../../src/protocol/process.ts';
import { FakeRunner, type FakeHandlers } from './fakeRunner.ts';
import { makeProcessInfo } from './makeProcessInfo.ts';

/** A fake runner with one process, whose output and end the test decides. */
export class FakeForeground {
  readonly runner: FakeRunner;
  private readonly ended = new Deferred<ProcessInfo>();
  private cursor = 0;

  constructor(handlers: FakeHandlers = {}) {
    this.runner = new FakeRunner({
      'session/list': () => [],
      'session/open': ({ name, cwd = '/' }) => ({ session: { id: 's1', name, cwd }, processes: [] }),
      'process/spawn': () => makeProcessInfo({ state: 'pending' }),
      'process/wait': ({ until }) => (until === 'ended' ? this.ended.promise : makeProcessInfo()),
      'process/stop': ({ signal = 'SIGTERM' }) => this.end({ exit: { signal }, cause: 'cancelled' }),
      'process/kill': () => this.end({ exit: { signal: 'SIGKILL' }, cause: 'cancelled' }),
      'output/subscribe': () => ({ cursor: 0 }),
      'output/unsubscribe': () => ({}),
      'terminal/input': () => ({}),
      'terminal/resize': () => ({}),
      ...handlers,
    });
  }

  /** The parameters with which a method was asked, each time it was. */
  paramsOf(method: string): unknown[] {
    return this.runner.asked.filter((asked) => asked.method === method).map(({ params }) => params);
  }

  async print(content: string, stream: OutputData['stream'] = 'stdout', skippedBytes = 0): Promise<void> {
    this.cursor += Buffer.byteLength(content) + skippedBytes;
    const data = { stream, content, encoding: 'utf8', cursor: this.cursor } as const;
    await this.runner.stream({
      type: 'output',
      sessionId: 's1',
      processId: 'p1',
      timestamp: 0,
      data: skippedBytes === 0 ? data : { ...data, skippedBytes },
    });
  }

  end(info: Partial<ProcessInfo>): ProcessInfo {
    const process = makeProcessInfo({ state: 'stopped', endCursor: this.cursor, ...info });
    this.ended.resolve(process);
    return process;
  }
}
