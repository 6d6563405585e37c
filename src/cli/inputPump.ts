import { isUtf8 } from 'node:buffer';
import type { Disposable } from '../base/disposable.ts';
import type { RunnerConnection } from '../client/runnerConnection.ts';
import type { CliInput } from './cliContext.ts';

/** What a terminal sends for the end of input. */
const CTRL_D = '\u0004';

/** Whose input is fed. */
export interface InputTarget {
  readonly connection: RunnerConnection;
  readonly processId: string;
  readonly isTerminal: boolean;
}

/**
 * Carries input to a process piece by piece, the next one when the process has taken the last, so that nothing heaps up
 * here. The end of the input is carried too.
 */
export class InputPump implements Disposable {
  private readonly stdin: CliInput;
  private readonly target: InputTarget;
  private readonly onFailure: (error: unknown) => void;
  private isDisposed = false;

  constructor(stdin: CliInput, target: InputTarget, onFailure: (error: unknown) => void) {
    this.stdin = stdin;
    this.target = target;
    this.onFailure = onFailure;
  }

  start(): void {
    if (this.isDisposed) return;
    // What cannot be read (a terminal that has gone, one that belongs to another program) is at its end.
    this.stdin.on('data', this.carry).once('end', this.carryEnd).once('error', this.carryEnd);
  }

  dispose(): void {
    this.isDisposed = true;
    this.stdin.off('data', this.carry).off('end', this.carryEnd).off('error', this.carryEnd);
    this.stdin.pause();
  }

  private readonly carry = (bytes: Buffer): void => {
    const encoding = isUtf8(bytes) ? 'utf8' : 'base64';
    this.send({ data: bytes.toString(encoding), encoding });
  };

  private readonly carryEnd = (): void => {
    this.send(this.target.isTerminal ? { data: CTRL_D } : { data: '', eof: true });
  };

  private send(input: { data: string; encoding?: 'utf8' | 'base64'; eof?: boolean }): void {
    const { connection, processId } = this.target;
    this.stdin.pause();
    connection.request('terminal/input', { processId, ...input }).then(
      () => {
        if (!this.isDisposed) this.stdin.resume();
      },
      (error: unknown) => {
        if (!this.isDisposed) this.onFailure(error);
      },
    );
  }
}
