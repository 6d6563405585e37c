import type { IPty } from 'node-pty';
import type { Child, ChildCommand, ChildEnd, ChildStart, OutputSink } from './child.ts';
import { exitStatusOf } from './exitStatus.ts';
import { resolveCommand } from './resolveCommand.ts';
import { spawnFailure } from './spawnFailure.ts';

/** The terminal's end-of-file character, Ctrl-D. */
const END_OF_FILE = '\u0004';

/**
 * Starts a child on a terminal through node-pty's public interface: on macOS and Windows, and on Linux where the native
 * part is not the one we know. There, output that is still unread 200 ms after the exit is lost.
 */
export async function startLibraryPtyChild(command: ChildCommand, sink: OutputSink): Promise<ChildStart> {
  const { spawn } = await import('node-pty');
  const resolved = process.platform === 'win32' ? undefined : await resolveCommand(command);
  if (resolved?.kind === 'missing') return { kind: 'failed', error: resolved.error };
  try {
    const pty = spawn(resolved?.file ?? command.file, [...command.args], {
      name: command.env['TERM'] ?? 'xterm-256color',
      cols: command.terminal?.cols ?? 80,
      rows: command.terminal?.rows ?? 30,
      cwd: command.cwd,
      env: { ...command.env },
      // Bytes, so that the output path is the same as everywhere else. Windows gives text whatever one asks for.
      encoding: null,
    });
    return { kind: 'started', child: new LibraryPtyChild(pty, sink) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const failure = spawnFailure('EIO', command.file, command.cwd);
    return { kind: 'failed', error: { ...failure, message: `${failure.message} ${text}` } };
  }
}

class LibraryPtyChild implements Child {
  readonly ended: Promise<ChildEnd>;
  private readonly pty: IPty;
  private isOver = false;

  constructor(pty: IPty, sink: OutputSink) {
    this.pty = pty;
    pty.onData((data: string | Uint8Array) => {
      sink('stdout', typeof data === 'string' ? Buffer.from(data) : data);
    });
    this.ended = new Promise((resolve) => {
      pty.onExit(({ exitCode, signal }) => {
        this.isOver = true;
        resolve({ kind: 'exited', exit: exitStatusOf(exitCode, signal ?? null) });
      });
    });
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** node-pty queues without a bound and says nothing about it, so neither can we. */
  write(bytes: Uint8Array): Promise<void> {
    if (!this.isOver) this.pty.write(Buffer.from(bytes));
    return Promise.resolve();
  }

  closeInput(): void {
    if (!this.isOver) this.pty.write(END_OF_FILE);
  }

  resize(cols: number, rows: number): void {
    if (!this.isOver) this.pty.resize(cols, rows);
  }

  pauseOutput(): void {
    this.pty.pause();
  }

  resumeOutput(): void {
    this.pty.resume();
  }

  /** The library lets go of everything by itself when the child exits. */
  dispose(): void {
    this.isOver = true;
  }
}
