import { PassThrough, Writable } from 'node:stream';
import { Emitter } from '../../src/base/emitter.ts';
import type { CliContext, CliInput, EndSignal } from '../../src/cli/cliContext.ts';
import { connectTo } from './connectedPair.ts';
import { FakeClock } from './fakeClock.ts';
import type { FakeRunner } from './fakeRunner.ts';

/** An output that keeps what it was given, or fails as a pipe does whose reader has gone. */
class FakeOutput extends Writable {
  isTTY = false;
  columns = 0;
  rows = 0;
  isBroken = false;
  private readonly chunks: Buffer[] = [];

  constructor() {
    super();
    this.on('error', () => undefined);
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    if (this.isBroken) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.chunks.push(chunk);
    done();
  }
}

/** An input whose raw mode is remembered. */
export class FakeInput extends PassThrough implements CliInput {
  isTTY = false;
  readonly rawModes: boolean[] = [];

  setRawMode(isRaw: boolean): void {
    this.rawModes.push(isRaw);
  }
}

/** A world for the commands in which only the runner, itself a fake, is on the real wire. */
export class FakeCli implements CliContext {
  readonly env: Record<string, string | undefined> = { HOME: '/home/ada', '=C:': 'C:\\' };
  readonly input = new FakeInput();
  readonly stdout = new FakeOutput();
  readonly stderr = new FakeOutput();
  readonly clock = new FakeClock();
  readonly signals = new Emitter<EndSignal>();
  readonly onSignal = this.signals.event;
  readonly runner: CliContext['runner'];
  /** The state directories that were asked for. */
  readonly asked: (string | undefined)[] = [];

  constructor(runner: FakeRunner | undefined) {
    const find = async (stateDir: string | undefined) => {
      this.asked.push(stateDir);
      return runner === undefined ? undefined : (await connectTo(runner)).connection;
    };
    const ensure = async (stateDir: string | undefined) => {
      const connection = await find(stateDir);
      if (connection === undefined) throw new Error('The test has no runner to be started');
      return connection;
    };
    this.runner = { find, ensure };
  }

  currentFolder(): string {
    return '/srv/app/src';
  }

  stdin(): FakeInput {
    return this.input;
  }
}
