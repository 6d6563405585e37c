import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { Clock } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import type { ExitStatus } from '../../protocol/process.ts';
import type { Child, ChildCommand, ChildEnd, ChildStart, OutputSink } from './child.ts';
import { ExecFailureWatch } from './execFailure.ts';
import { exitStatusOf } from './exitStatus.ts';
import type { ForkedPty, PtyBinding } from './ptyBinding.ts';
import { QuietPeriod } from './quietPeriod.ts';
import { errnoOf, resolveCommand } from './resolveCommand.ts';
import { SentinelScanner } from './sentinelScanner.ts';
import { spawnFailure } from './spawnFailure.ts';

/**
 * If the sentinel cannot come (the terminal's output was halted by Ctrl-S, or a descendant has changed its modes), this
 * much silence after the exit counts as the end of the output.
 */
const QUIET_AFTER_EXIT_MS = 250;

/** How long to wait before trying again when the child does not read its input. */
const INPUT_RETRY_MS = 5;

/** The terminal's end-of-file character, Ctrl-D, as node-pty sets it. */
const END_OF_FILE = Uint8Array.of(4);

/** What terminals are made with. */
interface PtyWorld {
  clock: Clock;
  binding: PtyBinding;
}

/**
 * Starts a child on a terminal, on Linux.
 *
 * It uses the native part of node-pty directly. Its public class loses the end of the output there: when the last holder
 * of the slave side exits, the master reports a hang-up that libuv may act upon before it has read everything
 * (microsoft/node-pty#72, libuv/libuv#4992), and 200 ms after the exit it destroys the stream even while it is paused. So
 * we keep the slave side open ourselves; after the exit we write a random sentinel into it, and what comes out of the
 * master before the sentinel is everything the child has printed. That also makes the exit known without any delay.
 */
export async function startPtyChild(
  world: PtyWorld,
  command: ChildCommand,
  sink: OutputSink,
): Promise<ChildStart> {
  const resolved = await resolveCommand(command);
  if (resolved.kind === 'missing') return { kind: 'failed', error: resolved.error };
  try {
    return { kind: 'started', child: new PtyChild(world, { command, file: resolved.file }, sink) };
  } catch (error) {
    // The fork itself failed, and node-pty's error has no errno.
    const errno = error instanceof Error && 'code' in error ? errnoOf(error) : lackingResource();
    return { kind: 'failed', error: spawnFailure(errno, command.file, command.cwd) };
  }
}

/** What there is too little of, if a terminal cannot be forked: descriptors, of which it takes two, or else processes. */
function lackingResource(): string {
  const opened: number[] = [];
  try {
    for (let i = 0; i < 2; i++) opened.push(openSync('/dev/null', constants.O_RDONLY));
    return 'EAGAIN';
  } catch (error) {
    return errnoOf(error);
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

/** A command, and the absolute file that its name was resolved to. */
interface ResolvedChild {
  command: ChildCommand;
  file: string;
}

class PtyChild implements Child {
  readonly ended: Promise<ChildEnd>;
  private readonly end = new Deferred<ChildEnd>();
  private readonly clock: Clock;
  private readonly binding: PtyBinding;
  private readonly forked: ForkedPty;
  private readonly slaveFd: number;
  private readonly master: ReadStream;
  private readonly sink: OutputSink;
  private readonly quiet: QuietPeriod;
  private readonly execWatch: ExecFailureWatch;
  private readonly sentinel = new SentinelScanner(randomBytes(16));
  private unwrittenSentinel = this.sentinel.bytes;
  private exit: ExitStatus | undefined;
  private isOver = false;
  private readonly writes = new SerialQueue();

  constructor({ clock, binding }: PtyWorld, { command, file }: ResolvedChild, sink: OutputSink) {
    const { cols, rows } = command.terminal ?? { cols: 80, rows: 30 };
    this.clock = clock;
    this.binding = binding;
    this.sink = sink;
    this.ended = this.end.promise;
    this.quiet = new QuietPeriod(clock, QUIET_AFTER_EXIT_MS);
    this.execWatch = new ExecFailureWatch(command);
    const env = Object.entries(command.env).map(([name, value]) => `${name}=${value}`);
    const args = [...command.args];
    this.forked = binding.fork(file, args, env, command.cwd, cols, rows, -1, -1, true, '', (code, signal) => {
      this.onChildExit(code, signal);
    });
    try {
      this.slaveFd = openSync(this.forked.pty, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch (error) {
      this.abandon();
      throw error;
    }
    this.master = new ReadStream(this.forked.fd);
    this.master.on('data', (bytes) => {
      this.onBytes(bytes);
    });
    this.master.on('error', () => {
      // With the slave held open there is no hang-up; whatever this is, nothing more can be read.
      this.finish();
    });
  }

  get pid(): number {
    return this.forked.pid;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.writes.run(() => this.writeAll(bytes));
  }

  closeInput(): void {
    // A terminal that takes no input any more has nobody who waits for its end.
    this.write(END_OF_FILE).catch(() => undefined);
  }

  resize(cols: number, rows: number): void {
    if (!this.isOver) this.binding.resize(this.forked.fd, cols, rows, 0, 0);
  }

  pauseOutput(): void {
    if (this.exit === undefined) this.master.pause();
  }

  resumeOutput(): void {
    this.master.resume();
  }

  dispose(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.quiet.dispose();
    closeSync(this.slaveFd);
    this.master.destroy();
  }

  /** A child that cannot be held must not be left running. */
  private abandon(): void {
    this.isOver = true;
    process.kill(this.forked.pid, 'SIGKILL');
    closeSync(this.forked.fd);
  }

  private onBytes(bytes: Uint8Array): void {
    if (this.exit === undefined) {
      this.deliver(bytes);
      return;
    }
    this.quiet.touch();
    const { before, found } = this.sentinel.scan(bytes);
    this.deliver(before);
    if (found) this.finish();
    else this.writeSentinel();
  }

  private deliver(bytes: Uint8Array): void {
    const shown = bytes.length > 0 ? this.execWatch.observe(bytes) : bytes;
    if (shown.length > 0) this.sink('stdout', shown);
  }

  private onChildExit(code: number, signal: number): void {
    this.exit = exitStatusOf(code, signal);
    if (this.isOver) {
      this.end.resolve({ kind: 'exited', exit: this.exit });
      return;
    }
    this.master.resume();
    this.quiet.start(() => {
      this.finish();
    });
    this.writeSentinel();
  }

  /** Never blocks: what the full terminal does not take now is written when something has been read from it. */
  private writeSentinel(): void {
    if (this.unwrittenSentinel.length === 0) return;
    try {
      const written = writeSync(this.slaveFd, this.unwrittenSentinel);
      this.unwrittenSentinel = this.unwrittenSentinel.subarray(written);
    } catch (error) {
      // EAGAIN is a full terminal. Anything else leaves the quiet period to decide.
      if (errnoOf(error) !== 'EAGAIN') this.unwrittenSentinel = new Uint8Array();
    }
  }

  private finish(): void {
    if (this.isOver) return;
    this.deliver(this.sentinel.rest());
    if (this.exit !== undefined) this.end.resolve(this.endAfter(this.exit));
    this.dispose();
  }

  private endAfter(exit: ExitStatus): ChildEnd {
    const error = this.execWatch.failureAfter(exit);
    if (error !== undefined) return { kind: 'execFailed', error };
    this.sink('stdout', this.execWatch.rest());
    return { kind: 'exited', exit };
  }

  /** Written in order, in as many parts as the terminal takes, without the busy waiting of node-pty's own writer. */
  private async writeAll(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0 && !this.isOver) {
      const written = this.writeSome(rest);
      rest = rest.subarray(written);
      if (written === 0) {
        await new Promise<void>((resolve) => {
          this.clock.after(INPUT_RETRY_MS, resolve);
        });
      }
    }
  }

  /** Not blocking, as the terminal is not; a thread would first have to be woken, which every key would wait for. */
  private writeSome(bytes: Uint8Array): number {
    try {
      return writeSync(this.forked.fd, bytes);
    } catch (error) {
      // Anything but a full terminal means that nobody is left to read it, which is no failure of the writer.
      return errnoOf(error) === 'EAGAIN' ? 0 : bytes.length;
    }
  }
}
