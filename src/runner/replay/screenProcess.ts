import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { withTimeLimit, type Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { errorText } from '../../base/errorText.ts';
import type { Logger } from '../../base/logger.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import type { BuiltScreen, ScreenParams } from './buildScreen.ts';
import { ByteReader } from './byteReader.ts';
import type { ScreenAnswer, ScreenRequest } from './screenMessages.ts';

/** How long one screen may take, in milliseconds: many times what the largest one takes on a slow machine. */
const TIME_LIMIT_MS = 5_000;

/**
 * How long the process waits for another request, in milliseconds. A window that is reloaded asks for all of its terminals
 * at once; only the first one then waits for the process to start.
 */
const IDLE_MS = 5_000;

/** What the process is started with; it serves `serveScreens` on its standard streams. */
export interface ScreenCommand {
  file: string;
  args: readonly string[];
}

interface ScreenProcessOptions {
  clock: Clock;
  logger: Logger;
  command: ScreenCommand;
}

interface RunningProcess {
  child: ChildProcess;
  requests: Writable;
  answers: ByteReader;
}

/**
 * Builds screens in a process of its own, started when the first one is asked for and ended when none has been for a
 * while: the terminal emulator would make the runner larger for good, and with it the time that every spawn takes.
 */
export class ScreenProcess implements Disposable {
  private readonly options: ScreenProcessOptions;
  private readonly queue = new SerialQueue();
  private running: RunningProcess | undefined;
  private idle: Disposable | undefined;
  private isDisposed = false;

  constructor(options: ScreenProcessOptions) {
    this.options = options;
  }

  /** Builds a screen. One that cannot be built is told in the log; then the output has to be shown as it is. */
  build(params: ScreenParams, bytes: Uint8Array): Promise<BuiltScreen | undefined> {
    return this.queue.run(async () => {
      this.idle?.dispose();
      try {
        return this.isDisposed ? undefined : await this.ask(params, bytes);
      } catch (error) {
        this.end();
        if (!this.isDisposed) this.options.logger.warn(`A screen could not be built: ${errorText(error)}`);
        return undefined;
      } finally {
        if (!this.isDisposed) this.idle = this.options.clock.after(IDLE_MS, () => this.end());
      }
    });
  }

  /** Ends the process. */
  dispose(): void {
    this.isDisposed = true;
    this.idle?.dispose();
    this.end();
  }

  private async ask(params: ScreenParams, bytes: Uint8Array): Promise<BuiltScreen> {
    const { requests, answers } = (this.running ??= this.start());
    const request: ScreenRequest = { params, byteLength: bytes.length };
    requests.write(`${JSON.stringify(request)}\n`);
    requests.write(bytes);
    const answer = await withTimeLimit(this.options.clock, TIME_LIMIT_MS, answers.line());
    if (answer.kind === 'timedOut') throw new Error(`it took longer than ${TIME_LIMIT_MS} ms.`);
    if (answer.value === undefined) throw new Error('the process that builds screens has ended.');
    const result = JSON.parse(answer.value) as ScreenAnswer;
    if (result.kind === 'failed') throw new Error(result.message);
    return result.screen;
  }

  private start(): RunningProcess {
    const { command, logger } = this.options;
    const child = spawn(command.file, command.args, { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
    // Either shows as the end of the answers as well, which is where it is dealt with.
    const note = (error: Error): void => logger.debug(`The process that builds screens: ${error.message}`);
    child.on('error', note);
    child.stdin.on('error', note);
    return { child, requests: child.stdin, answers: new ByteReader(child.stdout) };
  }

  private end(): void {
    this.running?.child.kill('SIGKILL');
    this.running = undefined;
  }
}
