import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import type { Child, ChildCommand, ChildEnd, ChildStart, OutputSink } from './child.ts';
import { exitStatusOf } from './exitStatus.ts';
import { QuietPeriod } from './quietPeriod.ts';
import { errnoOf, resolveCommand } from './resolveCommand.ts';
import { spawnFailure } from './spawnFailure.ts';

/**
 * How long the pipes must be silent after the exit, if a descendant keeps them open, until we say that the child's own
 * output is complete. What it had written lies in the pipe already, so this only has to outlast a busy event loop.
 */
const QUIET_AFTER_EXIT_MS = 100;

/** Starts a child on three pipes. */
export async function startPipedChild(
  clock: Clock,
  command: ChildCommand,
  sink: OutputSink,
): Promise<ChildStart> {
  const resolved = await resolveCommand(command);
  if (resolved.kind === 'missing') return { kind: 'failed', error: resolved.error };
  try {
    const child = spawn(resolved.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      argv0: command.file,
      // A session, and with it a process group, of its own: the unit that signals are sent to.
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const spawned = once(child, 'spawn');
    // Where not even pipes could be had there are none to listen to, and the error is on its way.
    const piped = child.pid === undefined ? undefined : new PipedChild(clock, child, sink);
    await spawned;
    if (piped === undefined) throw new Error('A child without a pid has started');
    return { kind: 'started', child: piped };
  } catch (error) {
    return { kind: 'failed', error: spawnFailure(errnoOf(error), command.file, command.cwd) };
  }
}

class PipedChild implements Child {
  readonly ended: Promise<ChildEnd>;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly quiet: QuietPeriod;
  private hasExited = false;
  private isOver = false;
  private isMuted = false;

  constructor(clock: Clock, child: ChildProcessWithoutNullStreams, sink: OutputSink) {
    this.child = child;
    this.quiet = new QuietPeriod(clock, QUIET_AFTER_EXIT_MS);
    this.forward(child.stdout, (bytes) => {
      sink('stdout', bytes);
    });
    this.forward(child.stderr, (bytes) => {
      sink('stderr', bytes);
    });
    // A child that does not read its input breaks the pipe; `write` tells its caller, nobody else needs to know.
    child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        const end: ChildEnd = { kind: 'exited', exit: exitStatusOf(code, signal) };
        this.hasExited = true;
        this.resumeOutput();
        this.whenDrained(() => {
          this.isOver = true;
          resolve(end);
        });
      });
    });
  }

  get pid(): number {
    // Known since the spawn event, before which nobody gets to see this object.
    return this.child.pid ?? -1;
  }

  write(bytes: Uint8Array): Promise<void> {
    const { stdin } = this.child;
    if (this.isOver || !stdin.writable) return Promise.resolve();
    // An error is the child's choice not to read on, and the same as having no reader.
    return new Promise((resolve) => {
      stdin.write(bytes, () => {
        resolve();
      });
    });
  }

  closeInput(): void {
    this.child.stdin.end();
  }

  resize(): void {
    // No terminal, no size.
  }

  pauseOutput(): void {
    if (this.hasExited) return;
    this.child.stdout.pause();
    this.child.stderr.pause();
  }

  resumeOutput(): void {
    this.child.stdout.resume();
    this.child.stderr.resume();
  }

  /**
   * A descendant may have been left in the background with these pipes for its output: closing them would kill it at its
   * next line. They are read on without being kept, and no longer hold this process open.
   */
  dispose(): void {
    this.quiet.dispose();
    this.isMuted = true;
    this.child.stdin.destroy();
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.resume();
      if (stream instanceof Socket) stream.unref();
    }
  }

  private forward(stream: Readable, receive: (bytes: Uint8Array) => void): void {
    stream.on('data', (bytes: Buffer) => {
      if (this.isMuted) return;
      receive(bytes);
      this.quiet.touch();
    });
    stream.on('error', () => undefined); // The end of a pipe in whatever form: `close` follows.
  }

  /** The pipes close when the last holder has closed them; a background descendant may never do that. */
  private whenDrained(done: () => void): void {
    const finish = (): void => {
      this.quiet.dispose();
      done();
    };
    this.child.once('close', finish);
    this.quiet.start(() => {
      this.child.off('close', finish);
      finish();
    });
  }
}
