import { assertNever } from '../../base/assertNever.ts';
import type { ProcessState } from '../../protocol/process.ts';
import { LineDiscipline, type TypedAction } from './lineDiscipline.ts';
import type { ProcessPort } from './processPort.ts';

/**
 * Most that is kept of what was typed before the process runs, in characters. A person types ahead a line or two; a
 * paste of more than this into nothing is a mistake.
 */
const MAX_TYPED_AHEAD_CHARS = 64 * 1024;

interface KeyboardOptions {
  port: ProcessPort;
  /** Shows what a process on pipes does not echo. */
  echo: (text: string) => void;
}

/** Hands what is typed to the process: as it is into a terminal, a line at a time into pipes, and not before it runs. */
export class ProcessKeyboard {
  private readonly port: ProcessPort;
  private readonly echo: (text: string) => void;
  private readonly discipline = new LineDiscipline();
  private typedAhead = '';

  constructor({ port, echo }: KeyboardOptions) {
    this.port = port;
    this.echo = echo;
  }

  /** Takes keys for a process in this state. */
  type(data: string, target: { state: ProcessState; onPipes: boolean }): void {
    if (target.state === 'pending' || target.state === 'starting') {
      if (this.typedAhead.length + data.length <= MAX_TYPED_AHEAD_CHARS) this.typedAhead += data;
    } else if (target.onPipes) {
      for (const action of this.discipline.type(data)) this.perform(action);
    } else {
      this.port.input(data);
    }
  }

  /** The process has moved to this state: it gets what was typed ahead, or will never. */
  moved(target: { state: ProcessState; onPipes: boolean }): void {
    if (target.state === 'pending' || target.state === 'starting') return;
    const keys = this.typedAhead;
    this.typedAhead = '';
    if (keys !== '' && target.state === 'running') this.type(keys, target);
  }

  private perform(action: TypedAction): void {
    switch (action.kind) {
      case 'echo':
        this.echo(action.text);
        break;
      case 'send':
        this.port.input(action.text);
        break;
      case 'endOfInput':
        this.port.endOfInput();
        break;
      case 'interrupt':
        this.port.interrupt();
        break;
      default:
        assertNever(action, 'typed action');
    }
  }
}
