import { Deferred } from '../base/deferred.ts';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { errorText } from '../base/errorText.ts';
import type { OutputChunk } from '../client/outputChunk.ts';
import { subscribeOutput } from '../client/outputSubscription.ts';
import type { RunnerConnection } from '../client/runnerConnection.ts';
import type { ProcessInfo } from '../protocol/process.ts';
import type { CliContext, EndSignal } from './cliContext.ts';
import { forwardInput } from './forwardInput.ts';
import { SignalForwarder } from './signalForwarder.ts';
import { terminalOf, terminalSize } from './terminalSize.ts';
import { isBrokenPipe, writeAll } from './writeAll.ts';

/** The process that this program stands for in the foreground. */
export interface Attended {
  readonly connection: RunnerConnection;
  readonly processId: string;
  readonly isTerminal: boolean;
  /** It lives on when our terminal closes. */
  readonly isKept: boolean;
}

/** How standing for it ended. */
export type AttendanceEnd =
  /** The process has ended and everything it wrote is written. `signal` is what it was asked to end with, if it was. */
  | {
      readonly kind: 'ended';
      readonly process: ProcessInfo;
      readonly signal: EndSignal | undefined;
      readonly lostBytes: number;
    }
  /** Nobody reads our output any more. */
  | { readonly kind: 'brokenPipe' }
  /** Our terminal closed, and the process is to outlive it. */
  | { readonly kind: 'left'; readonly signal: EndSignal };

/** Makes this program look like the process: its output, input, terminal size, and what signals do. */
export async function attendProcess(context: CliContext, attended: Attended): Promise<AttendanceEnd> {
  const resources = new DisposableStore();
  const warn = (error: unknown): void => {
    context.stderr.write(`procession: ${errorText(error)}\n`);
  };
  const left = new Deferred<AttendanceEnd>();
  const signals = new SignalForwarder(attended, context.clock, warn);
  resources.add(
    context.onSignal((signal) => {
      if (signal === 'SIGHUP' && attended.isKept) left.resolve({ kind: 'left', signal });
      else signals.receive(signal);
    }),
  );
  let lostBytes = 0;
  const consumer = ({ stream, bytes, skippedBytes }: OutputChunk): Promise<void> => {
    lostBytes += skippedBytes;
    return writeAll(context[stream], bytes);
  };
  try {
    const { connection, processId } = attended;
    const output = resources.add(
      await subscribeOutput(connection, {
        processId,
        from: 'start',
        // As if it ran here: it waits while nobody reads what it writes.
        whenSlow: 'pause',
        consumer,
      }),
    );
    resources.add(forwardInput(context.stdin(), attended, warn));
    if (attended.isTerminal) resources.add(forwardSize(context, attended, warn));
    const ended = output
      .whenEnded()
      .then((process): AttendanceEnd => ({ kind: 'ended', process, signal: signals.first, lostBytes }));
    return await Promise.race([ended, left.promise]);
  } catch (error) {
    if (isBrokenPipe(error)) return { kind: 'brokenPipe' };
    throw error;
  } finally {
    resources.dispose();
  }
}

function forwardSize(
  context: CliContext,
  { connection, processId }: Attended,
  warn: (error: unknown) => void,
): Disposable {
  const terminal = terminalOf(context);
  const send = (): void => {
    const size = terminalSize(terminal);
    if (size !== undefined) connection.request('terminal/resize', { processId, ...size }).catch(warn);
  };
  terminal?.on('resize', send);
  return { dispose: () => terminal?.off('resize', send) };
}
