import type { Disposable } from '../../base/disposable.ts';
import type { OutputStream } from '../../protocol/output.ts';
import type { ExitStatus, ProcessError } from '../../protocol/process.ts';

/** What to execute, down to the last detail: plain values, so that it could travel to another process. */
export interface ChildCommand {
  /** Absolute path, or a name to be looked up on the `PATH` of `env`. */
  file: string;
  args: readonly string[];
  /** Absolute. */
  cwd: string;
  /** The complete environment. */
  env: Readonly<Record<string, string>>;
  /** Size of the terminal, for a child that gets one. */
  terminal?: { cols: number; rows: number };
}

/** Receives output as it is read. The bytes are the receiver's from then on: nobody else looks at them again. */
export type OutputSink = (stream: OutputStream, bytes: Uint8Array) => void;

/** How a child ended. `execFailed` is a terminal's child that turned out never to have become the command. */
export type ChildEnd = { kind: 'exited'; exit: ExitStatus } | { kind: 'execFailed'; error: ProcessError };

/**
 * A running child of the operating system, leader of a process group of its own. On pipes or on a terminal: who holds it
 * sees the difference only in what `resize` does.
 */
export interface Child extends Disposable {
  readonly pid: number;

  /** Resolves once, after every byte that the child itself has printed went to the sink. Never rejects. */
  readonly ended: Promise<ChildEnd>;

  /** Gives input to the child; resolves when the system has taken it, or when there is nobody left to take it. */
  write(bytes: Uint8Array): Promise<void>;

  /** Ends the input. On a terminal that is the end-of-file character. */
  closeInput(): void;

  /** Tells the child the size of its terminal. Without a terminal, or after the end, it does nothing. */
  resize(cols: number, rows: number): void;

  /**
   * Stops reading, so that the child blocks once the system's buffers are full. Once the child has ended it has no effect:
   * what is left is little, and its end must not wait for a reader.
   */
  pauseOutput(): void;
  resumeOutput(): void;

  /** Lets go of every descriptor. Does not end the child. */
  dispose(): void;
}

/** What starting a child gives: the child, or why there is none. */
export type ChildStart = { kind: 'started'; child: Child } | { kind: 'failed'; error: ProcessError };

/** Starts a child; a failure is an answer, not an exception. */
export type StartChild = (command: ChildCommand, sink: OutputSink) => Promise<ChildStart>;
