/** What typing into a process on pipes leads to. */
export type TypedAction =
  | { kind: 'echo'; text: string }
  | { kind: 'send'; text: string }
  | { kind: 'endOfInput' }
  | { kind: 'interrupt' };

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const CTRL_U = '\x15';

/** One key as a terminal sends it: a whole escape sequence, or one character. */
// eslint-disable-next-line no-control-regex -- keys are control characters
const KEYS = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?|[^\x1b]/gsu;

/**
 * The little of a terminal's line discipline that a process on pipes lacks: it sees what is typed a line at a time, and
 * the person sees what was typed. Ctrl-C interrupts, Ctrl-D ends the input, Ctrl-U takes the line back.
 */
export class LineDiscipline {
  private line: readonly string[] = [];

  /** Takes keys as `handleInput` brings them; returns what to do, in order. */
  type(data: string): TypedAction[] {
    const actions: TypedAction[] = [];
    for (const key of data.match(KEYS) ?? []) actions.push(...this.press(key));
    return actions;
  }

  private press(key: string): TypedAction[] {
    switch (key) {
      case '\r':
      case '\n':
        return [echo('\r\n'), { kind: 'send', text: `${this.take()}\n` }];
      case '\x7f':
      case '\b':
        return this.erase(1);
      case CTRL_U:
        return this.erase(this.line.length);
      case CTRL_C:
        this.take();
        return [echo('^C\r\n'), { kind: 'interrupt' }];
      case CTRL_D:
        return this.line.length === 0 ? [{ kind: 'endOfInput' }] : [{ kind: 'send', text: this.take() }];
      default:
        return this.append(key);
    }
  }

  private append(key: string): TypedAction[] {
    if (key !== '\t' && key < ' ') return [];
    this.line = [...this.line, key];
    return [echo(key)];
  }

  private erase(count: number): TypedAction[] {
    const erased = this.line.slice(this.line.length - count);
    this.line = this.line.slice(0, this.line.length - erased.length);
    return erased.length === 0 ? [] : [echo('\b \b'.repeat(erased.length))];
  }

  private take(): string {
    const text = this.line.join('');
    this.line = [];
    return text;
  }
}

function echo(text: string): TypedAction {
  return { kind: 'echo', text };
}
