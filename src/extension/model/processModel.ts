import type { Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { ProcessInfo } from '../../protocol/process.ts';
import type { StatusMessage } from '../../protocol/stream.ts';

/** Ids of the processes that came, changed or went. */
export type ProcessChange = ReadonlySet<string>;

/**
 * What the window knows of the session's processes, the one source of tree, status bar and terminals. It repeats what
 * the runner says and decides nothing itself.
 */
export class ProcessModel implements Disposable {
  private readonly processes = new Map<string, ProcessInfo>();
  private readonly changeEmitter = new Emitter<ProcessChange>();
  private sawProcess = false;

  /** Fires after every change, never for none. */
  readonly onDidChange: Event<ProcessChange> = this.changeEmitter.event;

  /** Whether this window has ever known a process; the status bar stays out of the way before. */
  get hasSeenProcess(): boolean {
    return this.sawProcess;
  }

  get(processId: string): ProcessInfo | undefined {
    return this.processes.get(processId);
  }

  /** Every known process, in the order in which they became known. */
  all(): ProcessInfo[] {
    return [...this.processes.values()];
  }

  /** Takes a whole list in place of everything known: a session was joined. */
  reset(processes: readonly ProcessInfo[]): void {
    const changed = new Set(this.processes.keys());
    this.processes.clear();
    for (const process of processes) {
      this.processes.set(process.id, process);
      changed.add(process.id);
    }
    this.report(changed);
  }

  /** Takes one fact of the stream. */
  apply(message: StatusMessage): void {
    if (message.data.change === 'removed') this.processes.delete(message.processId);
    else this.processes.set(message.processId, message.data.process);
    this.report(new Set([message.processId]));
  }

  /** Takes the answer to a request; what the stream has said of the process meanwhile is newer and stays. */
  learn(process: ProcessInfo): void {
    if (this.processes.has(process.id)) return;
    this.processes.set(process.id, process);
    this.report(new Set([process.id]));
  }

  /** Forgets everything: there is nobody left who could say how it goes. */
  clear(): void {
    this.reset([]);
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }

  private report(changed: ProcessChange): void {
    if (this.processes.size > 0) this.sawProcess = true;
    if (changed.size > 0) this.changeEmitter.fire(changed);
  }
}
